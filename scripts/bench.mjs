// `npm run bench`: measures every part; `npm run bench -- ingest serving` those parts alone, and a number among them is how
// many rows where a part has rows. Each part has a section of its own in bench/RESULTS.md; those of the others stay.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { build, install, requireNode, root } from './steps.mjs';

/**
 * A part is a module that exports `about` (what is compared with what, in a sentence or two), `columns`, and
 * `measure(rows)`, which resolves to the cells of each row. They are imported after the build, which they measure.
 */
const parts = {
  ingest: () => import('../bench/ingest/ingest.mjs'),
  readers: () => import('../bench/readers/readers.mjs'),
  analysis: () => import('../bench/analysis/analysis.mjs'),
  serving: () => import('../bench/serving/serving.mjs'),
  compiled: () => import('../bench/serving/compiled.mjs'),
  summaries: () => import('../bench/serving/summaries.mjs'),
  scenarios: () => import('../bench/scenarios/scenarios.mjs'),
};

const RESULTS = join(root, 'bench', 'RESULTS.md');
const DEFAULT_ROWS = 1_000_000;
const HEAD = `# Measured

Written by \`npm run bench\`. Ratios are within one run; seconds are not comparable between machines. How each part is
measured stands at the head of its file in bench/.
`;

const given = process.argv.slice(2);
const rows = Number(given.find((argument) => /^\d+$/.test(argument)) ?? DEFAULT_ROWS);
const named = given.filter((argument) => !/^\d+$/.test(argument));
const unknown = named.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')} of the bench; there are: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

requireNode();
install();
build();

for (const name of named.length > 0 ? named : Object.keys(parts)) {
  console.error(`# ${name}`);
  const { about, columns, measure } = await parts[name]();
  const table = [columns, columns.map(() => '---'), ...(await measure(rows))].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  console.log(table.join('\n'));
  keep(name, `${about}\n\n${measuredHow(name)}\n\n${table.join('\n')}`);
}
// What a part leaves behind must not keep the command from ending.
process.exit(0);

function measuredHow(name) {
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const command = ['npm run bench --', name, ...(rows === DEFAULT_ROWS ? [] : [rows])].join(' ');
  return `\`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
}

/** Writes the section of a part, in the order of the parts, and leaves the others as they are. */
function keep(name, section) {
  const sections = { ...sectionsOf(RESULTS), [name]: section };
  const known = Object.keys(parts).filter((part) => part in sections);
  writeFileSync(RESULTS, [HEAD, ...known.map((part) => `## ${part}\n\n${sections[part]}\n`)].join('\n'));
}

function sectionsOf(path) {
  if (!existsSync(path)) return {};
  const [, ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  return Object.fromEntries(sections.map((section) => [/^\S+/.exec(section)[0], section.replace(/^\S+/, '').trim()]));
}
