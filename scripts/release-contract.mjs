// `npm run contract:release`: from now on schema/schema.graphql is what was promised. Its changes move to a section of
// today's in docs/schema-changelog.md. Where they break clients, only with `-- --breaking "why, and what to do instead"`.
import { install, requireNode } from './steps.mjs';

requireNode();
install();
// Not before: it needs what is installed.
await import('./contract/release.mjs');
