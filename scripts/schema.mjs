// `npm run schema`: writes the generated files that are committed. Run it after a change of the schema's classes or of an operation.
import { buildService, install, requireNode } from './steps.mjs';

requireNode();
install();
buildService();
// Imported after the installation, because it needs the packages.
await import('./contract/write.mjs');
