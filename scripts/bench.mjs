// `npm run bench`: measures, and writes bench/RESULTS.md from what was measured. Ratios are within one run; seconds are not
// comparable between machines.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { build, install, requireNode, root } from './steps.mjs';

requireNode();
install();
build();

const rows = Number(process.argv[2] ?? 1_000_000);
const ingest = measure('bench/ingest/ingest.mjs', rows);
const analysis = measure('bench/analysis/analysis.mjs', rows);

const machine = `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
const table = [
  [
    'what',
    'floor',
    'ms',
    'floor ms',
    'ratio',
    'target',
    'peak MB',
    'floor peak MB',
    'event-loop lag p99 / max, ms (floor p99)',
  ],
  Array(9).fill('---'),
  [
    `ingest of ${rows.toLocaleString('en')} messy rows`,
    'DuckDB, clean CSV, types given',
    ingest.oursMs,
    ingest.floorMs,
    ingest.ratio,
    '≤ 2.2',
    ingest.oursPeakMb,
    ingest.floorPeakMb,
    `${ingest.lagP99Ms} / ${ingest.lagMaxMs} (${ingest.floorLagP99Ms})`,
  ],
  [
    `analysis of ${rows.toLocaleString('en')} rows, ${analysis.entities.toLocaleString('en')} entities, 24 months`,
    'DuckDB, the bare GROUP BY',
    analysis.oursMs,
    analysis.floorMs,
    analysis.ratio,
    '≤ 5',
    analysis.oursPeakMb,
    analysis.floorPeakMb,
    `${analysis.lagP99Ms} / ${analysis.lagMaxMs} (${analysis.floorLagP99Ms})`,
  ],
].map((cells) => `| ${cells.join(' | ')} |`);

writeFileSync(
  join(root, 'bench', 'RESULTS.md'),
  `# Measured

Written by \`npm run bench${rows === 1_000_000 ? '' : ` ${rows}`}\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Medians of five rounds, floor and ours in turn, a
process each. What is measured stands at the head of the files in bench/.

${table.join('\n')}
`,
);
console.log(table.join('\n'));

function measure(file, ...args) {
  console.error(`# ${file}`);
  const { stdout, status } = spawnSync(process.execPath, [join(root, file), ...args.map(String)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) process.exit(1);
  return JSON.parse(stdout.toString());
}
