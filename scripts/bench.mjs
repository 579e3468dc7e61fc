// `npm run bench` runs every benchmark; `npm run bench -- ingest serving` runs the named ones. A number among the arguments
// sets the number of rows; a path names a folder of inputs (pollock) or of another built commit (hosts). Each benchmark replaces its own section of bench/RESULTS.md and leaves the others unchanged.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { build, install, requireNode, root } from './steps.mjs';

/**
 * A benchmark is a module that exports `about` (what is compared, in a sentence or two), `columns`, and `measure(rows)`,
 * which resolves to the cells of each row, or to null if it was skipped. Benchmarks are imported after the build, because they measure the built code.
 */
const parts = {
  ingest: () => import('../bench/ingest/ingest.mjs'),
  readers: () => import('../bench/readers/readers.mjs'),
  analysis: () => import('../bench/analysis/analysis.mjs'),
  serving: () => import('../bench/serving/serving.mjs'),
  compiled: () => import('../bench/serving/compiled.mjs'),
  summaries: () => import('../bench/serving/summaries.mjs'),
  hosts: () => import('../bench/hosts/hosts.mjs'),
  scenarios: () => import('../bench/scenarios/scenarios.mjs'),
  pollock: () => import('../bench/pollock/pollock.mjs'),
};

const RESULTS = join(root, 'bench', 'RESULTS.md');
const DEFAULT_ROWS = 1_000_000;
const HEAD = `# Measured

Written by \`npm run bench\`. Ratios are within one run; times are not comparable between machines. The head of each
file in bench/ describes its method.
`;

const given = process.argv.slice(2);
const rows = Number(given.find((argument) => /^\d+$/.test(argument)) ?? DEFAULT_ROWS);
const folders = given.filter((argument) => argument.includes('/')).map((folder) => resolve(folder));
const named = given.filter((argument) => !/^\d+$|\//.test(argument));
const unknown = named.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`Unknown benchmark: ${unknown.join(', ')}. Expected one or more of: ${Object.keys(parts).join(', ')}.`);
  process.exit(1);
}

requireNode();
install();
build();

for (const name of named.length > 0 ? named : Object.keys(parts)) {
  console.error(`# ${name}`);
  const { about, columns, measure } = await parts[name]();
  const measured = await measure(rows, folders);
  if (measured === null) continue;
  const table = [columns, columns.map(() => '---'), ...measured].map((cells) => `| ${cells.join(' | ')} |`);
  console.log(table.join('\n'));
  writeSection(name, `${about}\n\n${describeRun(name)}\n\n${table.join('\n')}`);
}
// Open handles of a benchmark must not keep the process running.
process.exit(0);

function describeRun(name) {
  const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const inputs = folders.length > 0 ? ['FOLDER'] : [];
  const command = ['npm run bench --', name, ...(rows === DEFAULT_ROWS ? [] : [rows]), ...inputs].join(' ');
  return `\`${command}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
}

/** Replaces the section of one benchmark, in the order of `parts`, and leaves the others unchanged. */
function writeSection(name, section) {
  const sections = { ...sectionsOf(RESULTS), [name]: section };
  const known = Object.keys(parts).filter((part) => part in sections);
  writeFileSync(RESULTS, [HEAD, ...known.map((part) => `## ${part}\n\n${sections[part]}\n`)].join('\n'));
}

function sectionsOf(path) {
  if (!existsSync(path)) return {};
  const [, ...sections] = readFileSync(path, 'utf8').split(/^## /m);
  return Object.fromEntries(sections.map((section) => [/^\S+/.exec(section)[0], section.replace(/^\S+/, '').trim()]));
}
