// The work of `npm run contract:release` (scripts/release-contract.mjs).
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildASTSchema, parse } from 'graphql';
import { root } from '../steps.mjs';
import { breakingChanges } from './breaking-changes.mjs';
import { withRelease } from './changelog.mjs';

const { breaking: reason } = parseArgs({ options: { breaking: { type: 'string' } } }).values;
const paths = ['schema/released.graphql', 'schema/schema.graphql'].map((file) => join(root, file));
const texts = paths.map((path) => readFileSync(path, 'utf8'));
const [released, current] = texts.map((text) => parse(text));

if (texts[0] === texts[1]) {
  console.log('Nothing has changed since the last release.');
  process.exit();
}

const broken = await breakingChanges(released, buildASTSchema(current));
if (broken.length > 0 && !reason) {
  console.error(broken.map(({ message }) => message).join('\n'));
  console.error(
    'This breaks clients. If it must be: npm run contract:release -- --breaking "why, and what to do instead"',
  );
  process.exit(1);
}

const changelog = join(root, 'docs', 'schema-changelog.md');
const release = { day: new Date().toISOString().slice(0, 10), reason };
const text = await withRelease(
  readFileSync(changelog, 'utf8'),
  buildASTSchema(released),
  buildASTSchema(current),
  release,
);
writeFileSync(changelog, text);
copyFileSync(paths[1], paths[0]);
