// `npm run config:docs`: writes the table of variables in docs/configuration.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, requireNode, root } from './steps.mjs';

requireNode();
install();
build();

const { configTable } = await import('../dist/src/config.js');
const page = join(root, 'docs', 'configuration.md');
const [start, end] = ['<!-- npm run config:docs -->', '<!-- end -->'];
const text = readFileSync(page, 'utf8');
const before = text.slice(0, text.indexOf(start) + start.length);
writeFileSync(page, `${before}\n${configTable()}\n${text.slice(text.indexOf(end))}`);
