// `npm run cookbook`: runs each query of docs/cookbook.md against the service with the samples loaded and writes the
// answers below them. With --check it only compares. An argument names another page.
import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { build, install, requireNode, root } from './steps.mjs';

requireNode();
install();
build();

const { buildApp } = await import('../dist/src/app.js');
const { parseConfig } = await import('../dist/src/config.js');
const { pino } = await import('pino');

/** A question: its text, its query, and the answer below it. */
const RECIPE = /(?<=^## )(?<text>.*?)```graphql\n(?<query>.*?)```\n\n```json\n(?<answer>.*?)```/gms;
/** Bold numbers must equal those of the answer, to the digits that are shown. */
const BOLD_NUMBER = /\*\*([+-]?[\d,]+(?:\.\d+)?)( %)?\*\*/g;
const LINE_WIDTH = 120;

const isCheck = process.argv.includes('--check');
const path = process.argv.slice(2).find((argument) => argument !== '--check') ?? join(root, 'docs', 'cookbook.md');
const page = readFileSync(path, 'utf8');
const storage = mkdtempSync(join(tmpdir(), 'concentric-cookbook-'));
const app = await buildApp(parseConfig({ PORT: '0', STORAGE_DIR: storage }), pino({ level: 'silent' }));
try {
  const url = `${await app.listen()}/graphql`;
  await upload(url, join(root, 'samples', 'suppliers.csv'));
  /** What queries may use beside the names of datasets: mutations take an id. */
  const variables = { customers: await upload(url, join(root, 'samples', 'customers.csv')) };
  await uploadMonths(url, ['january', 'february', 'march']);
  const answered = await withAnswers(url, variables);
  const problems = [...(isCheck ? differences(answered) : []), ...untrueNumbers(answered)];
  if (!isCheck) writeFileSync(path, answered);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
} finally {
  await app.close();
  rmSync(storage, { recursive: true, force: true });
}

async function withAnswers(url, variables) {
  const recipes = [...page.matchAll(RECIPE)];
  if (recipes.length === 0) throw new Error(`${path} has no query with an answer beneath`);
  let answered = page;
  for (const { 0: whole, groups } of recipes) {
    const answer = await ask(url, groups.query, variables);
    const start = whole.slice(0, whole.lastIndexOf('```json\n'));
    answered = answered.replace(whole, () => `${start}\`\`\`json\n${answer}\n\`\`\``);
  }
  return answered;
}

async function ask(url, query, variables) {
  const used = Object.fromEntries(Object.entries(variables).filter(([name]) => query.includes(`$${name}`)));
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: used }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors[0].message}\n${query}`);
  return layOut(data);
}

async function upload(url, file) {
  const query = 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }';
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables: { file: null } }));
  form.set('map', '{"0":["variables.file"]}');
  form.set('0', await openAsBlob(file), basename(file));
  const headers = { 'apollo-require-preflight': '1' };
  const response = await fetch(url, { method: 'POST', headers, body: form });
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${file}: ${errors[0].message}`);
  return data.uploadDataset.dataset.id;
}

/** The first months of the sample, a file each, as one dataset. */
async function uploadMonths(url, months) {
  const [header, ...rows] = readFileSync(join(root, 'samples', 'sales-2023-2024.csv'), 'utf8')
    .trimEnd()
    .split('\n');
  const query =
    'mutation($files: [Upload!]!) { uploadDataset(input: { files: $files, name: "Sales by month" }) { dataset { id } } }';
  const form = new FormData();
  form.set('operations', JSON.stringify({ query, variables: { files: months.map(() => null) } }));
  form.set('map', JSON.stringify(Object.fromEntries(months.map((_, nth) => [nth, [`variables.files.${nth}`]]))));
  for (const [nth, month] of months.entries()) {
    const ofMonth = rows.filter((row) => row.includes(`/0${nth + 1}/2023,`));
    form.set(String(nth), new Blob([[header, ...ofMonth].join('\n')]), `${month}.csv`);
  }
  const response = await fetch(url, { method: 'POST', headers: { 'apollo-require-preflight': '1' }, body: form });
  if (!response.ok) throw new Error(await response.text());
}

function* differences(answered) {
  if (answered === page) return;
  const [were, are] = [page, answered].map((text) => [...text.matchAll(RECIPE)].map(({ groups }) => groups));
  for (const [index, { text, answer }] of were.entries()) {
    if (answer === are[index].answer) continue;
    yield `"${text.split('\n')[0]}" has another answer than ${basename(path)} shows (npm run cookbook updates the page):\n${are[index].answer}`;
  }
}

function* untrueNumbers(answered) {
  for (const { groups } of answered.matchAll(RECIPE)) {
    const numbers = (groups.answer.match(/-?\d+(\.\d+)?(e[+-]?\d+)?/g) ?? []).map(Number);
    for (const [, written] of groups.text.matchAll(BOLD_NUMBER)) {
      const digits = written.split('.')[1]?.length ?? 0;
      const claimed = Number(written.replaceAll(',', ''));
      // Half a unit of the last digit, with a tolerance for halves that are not exact as doubles.
      if (numbers.some((number) => Math.abs(number - claimed) <= 0.5000001 * 10 ** -digits)) continue;
      yield `"${groups.text.split('\n')[0]}" says ${written}, which its answer does not.`;
    }
  }
}

/** JSON; each value that fits in a line is written in one line. */
function layOut(value, indent = '') {
  const line = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  if (typeof value !== 'object' || value === null || indent.length + line.length <= LINE_WIDTH) return line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const entries = Array.isArray(value)
    ? value.map((each) => layOut(each, inner))
    : Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${layOut(each, inner)}`);
  return `${open}\n${entries.map((entry) => inner + entry).join(',\n')}\n${indent}${close}`;
}
