// `npm run import-storage`: moves records between STORAGE_DIR and DATABASE_URL (docs/scaling.md).
import { buildService, install, requireNode } from './steps.mjs';

requireNode();
install();
buildService();
await import('../dist/src/import-storage.js');
