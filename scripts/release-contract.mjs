// `npm run contract:release`: releases schema/schema.graphql. The unreleased changes move to a section with
// today's date in docs/schema-changelog.md. Changes that break clients need `-- --breaking "why, and what to do instead"`.
import { install, requireNode } from './steps.mjs';

requireNode();
install();
// Imported after the installation, because it needs the packages.
await import('./contract/release.mjs');
