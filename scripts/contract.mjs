// `npm run contract`: checks that front ends can rely on the schema that the code declares. It names what is broken and the
// operation that it breaks. It fails if
// - schema/schema.graphql, the typed client or the changelog are outdated (`npm run schema` writes them);
// - a change breaks schema/released.graphql;
// - an operation of schema/operations/ is not valid;
// - a definition has no description, or a deprecation has no end date.
// `npm run contract -- proposed.graphql` checks a proposed contract. See docs/contract.md.
import { buildService, install, requireNode } from './steps.mjs';

requireNode();
install();
buildService();
// Imported after the installation, because it needs the packages.
await import('./contract/check.mjs');
