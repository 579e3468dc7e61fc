/**
 * The cost of reading a whole file compared with common readers, each in a separate process, one after the other:
 *
 *     npm run bench -- readers [rows = 1000000]
 *
 * The peers parse the file, count the cells and store nothing. The service also detects format, encoding, header and types,
 * writes typed Parquet and accounts for every cell. The floor of the workbook is inflating its sheet. pandas is included if
 * Debian's python3-pandas is installed (and python3-openpyxl for the workbook).
 *
 * Time is CPU time of all threads: elapsed time is unreliable on a shared machine.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import yauzl from 'yauzl';
import { quoteText } from '../../dist/src/duckdb/quote.js';
import { detectFormat } from '../../dist/src/ingest/intake/detect-format.js';
import { createIngestFile } from '../../dist/src/ingest/pipeline.js';
import { answerWith, inProcess, openEngine } from '../in-process.mjs';

const MEMORY_LIMIT_BYTES = 1_000_000_000;
const COLUMNS = 5;
/** SheetJS holds the sheet in objects; ten million rows would exhaust the memory. */
const MAX_WORKBOOK_ROWS = 1_048_575;

const root = new URL('../..', import.meta.url).pathname;
const peers = createRequire(join(root, 'bench', 'peers', 'package.json'));

export const about =
  'The cost of reading a whole file compared with common readers. The peers only parse; the service (ours) also detects types, writes Parquet and accounts for every cell.';
export const columns = ['file', 'reader', 'CPU, s', 'ratio to the floor or ours', 'peak MB'];

const readers = {
  ours: readOurs,
  async inflate(path) {
    const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
    for await (const entry of zip.eachEntry()) {
      if (!entry.fileName.endsWith('sheet1.xml')) continue;
      for await (const _ of await zip.openReadStreamPromise(entry));
    }
  },
  papaparse(path) {
    const Papa = peers('papaparse');
    return new Promise((resolve, reject) => {
      let cells = 0;
      const chunk = ({ data }) => {
        for (const record of data) cells += record.length;
      };
      Papa.parse(createReadStream(path), {
        chunk,
        complete: () => resolve(cells),
        error: reject,
        skipEmptyLines: true,
      });
    });
  },
  async 'csv-parse'(path) {
    const { parse } = peers('csv-parse');
    let cells = 0;
    for await (const record of createReadStream(path).pipe(parse())) cells += record.length;
    return cells;
  },
  async 'exceljs stream'(path) {
    let cells = 0;
    for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(path, { sharedStrings: 'cache' })) {
      for await (const row of sheet) cells += row.cellCount;
    }
    return cells;
  },
  SheetJS(path) {
    const { SheetNames, Sheets } = peers('xlsx').readFile(path, { dense: true });
    const rows = Sheets[SheetNames[0]]['!data'] ?? Sheets[SheetNames[0]];
    return rows.reduce((cells, row) => cells + row.length, 0);
  },
};

/** @throws if a reader did not see every cell */
async function readWhole(what, { path, cells }) {
  const seen = await readers[what](path);
  if (typeof seen === 'number' && seen !== cells) throw new Error(`${what} saw ${seen} of ${cells} cells`);
}

const tasks = {
  make: makeFiles,
  ...Object.fromEntries(Object.keys(readers).map((what) => [what, (task) => readWhole(what, task)])),
};

const OF_TEXT = ['ours', 'papaparse', 'csv-parse', 'pandas'];
/** `times` multiplies the requested number of rows. */
const CONTESTS = [
  { name: 'CSV, messy', file: 'rows.csv', times: 1, floor: 'ours', contestants: OF_TEXT },
  { name: 'CSV, messy', file: 'tenfold.csv', times: 10, floor: 'ours', contestants: OF_TEXT },
  {
    name: 'XLSX, inline texts',
    file: 'rows.xlsx',
    times: 1,
    floor: 'inflate',
    contestants: ['inflate', 'ours', 'exceljs stream', 'SheetJS', 'pandas'],
  },
];

if (process.send) process.once('message', ({ what, ...task }) => answerWith(() => tasks[what](task), 1));

export async function measure(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-'));
  try {
    installPeers();
    // In a separate process: this one's peak memory would count for the processes it starts.
    await inProcess(import.meta.url, { what: 'make', folder, rows });
    const table = [];
    for (const { name, file, times, floor, contestants } of CONTESTS) {
      const path = join(folder, file);
      if (!existsSync(path)) continue;
      const task = { path, cells: (rows * times + 1) * COLUMNS };
      const figures = new Map();
      for (const what of contestants) {
        console.error(`${file}: ${what}`);
        const found = what === 'pandas' ? pandas(path) : await inProcess(import.meta.url, { what, ...task });
        if (found) figures.set(what, found);
      }
      for (const [what, { cpuMs, peakMb }] of figures) {
        const ratio = (cpuMs / figures.get(floor).cpuMs).toFixed(1);
        const title = `${name}, ${(rows * times).toLocaleString('en')} rows`;
        table.push([title, what, (cpuMs / 1000).toFixed(1), ratio, Math.round(peakMb)]);
      }
    }
    return table;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function readOurs(path) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-bench-version-'));
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  try {
    const format = await detectFormat(path, path);
    await createIngestFile(engine)({ sources: [{ name: 'file', path, format }], options: {}, folder });
  } finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function pandas(path) {
  const read = path.endsWith('.csv') ? 'read_csv' : 'read_excel';
  const script = `import pandas, resource, sys
pandas.${read}(sys.argv[1])
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)`;
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', script, path]);
  if (status !== 0) return null;
  const [seconds, peakMb] = stdout.toString().split(' ').map(Number);
  return { cpuMs: seconds * 1000, peakMb };
}

function installPeers() {
  const cwd = join(root, 'bench', 'peers');
  if (existsSync(join(cwd, 'node_modules', 'papaparse'))) return;
  console.error('Installing the peers …');
  spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd, stdio: 'inherit' });
}

/** The same facts as a messy CSV, and as a streamed workbook. */
async function makeFiles({ folder, rows }) {
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  for (const { file, times } of CONTESTS.filter(({ file }) => file.endsWith('.csv'))) {
    await engine.withConnection((connection) =>
      connection.run(
        `COPY (SELECT strftime(DATE '2023-01-01' + (i * 7919 % 730)::INTEGER, '%d/%m/%Y') AS "Order date",
           ' Customer ' || hash(i) % 20000 AS "Customer", 'INV-' || i AS "Invoice",
           format('\${:,.2f}', (hash(i + 2) % 10000000) / 100.0) AS "Amount", (hash(i + 3) % 50)::INTEGER AS "Units"
         FROM range(${rows * times}) AS t(i)) TO ${quoteText(join(folder, file))} (HEADER)`,
      ),
    );
  }
  engine.close();
  if (rows > MAX_WORKBOOK_ROWS) return;
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: join(folder, 'rows.xlsx'), useStyles: true });
  const sheet = workbook.addWorksheet('Orders');
  sheet.addRow(['Order date', 'Customer', 'Invoice', 'Amount', 'Units']).commit();
  const first = Date.UTC(2023, 0, 1);
  for (let i = 0; i < rows; i++) {
    const day = new Date(first + ((i * 7919) % 730) * 86_400_000);
    sheet.addRow([day, `Customer ${(i * 31) % 20_000}`, `INV-${i}`, ((i * 7907) % 10_000_000) / 100, i % 50]).commit();
  }
  await workbook.commit();
}
