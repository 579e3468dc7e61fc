// `npm run schema`: what is written from the code and committed. After a change of the schema's classes or of an operation.
import { buildService, install, requireNode } from './steps.mjs';

requireNode();
install();
buildService();
// Not before: it needs what is installed.
await import('./contract/write.mjs');
