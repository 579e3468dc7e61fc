// `npm run contract`: whether front ends can rely on what the code declares. Fails, saying what broke and whose operation
// it breaks, when
// - schema/schema.graphql, the typed client or the changelog are not what the code makes (`npm run schema` writes them);
// - a change breaks what schema/released.graphql promised;
// - an operation of schema/operations/ is not valid;
// - something has no description, or a deprecation does not say until when.
// `npm run contract -- proposed.graphql` judges a contract that no code declares yet. docs/contract.md tells more.
import { buildService, install, requireNode } from './steps.mjs';

requireNode();
install();
buildService();
// Not before: it needs what is installed.
await import('./contract/check.mjs');
