import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configTable } from '../../src/config.js';

it('docs/configuration.md has the variables of the service; `npm run config:docs` writes them', () => {
  const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  expect(page).toContain(`<!-- npm run config:docs -->\n${configTable()}\n<!-- end -->`);
});
