import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Random, randomFrom } from '../support/random.js';
import { zipFile } from '../support/zip-file.js';
import { FileReader, type Reading } from './file-reader.js';
import { mutateBytes, mutateParquet, mutateText, mutateWorkbook } from './mutate.js';
import { csvFile, parquetFile, randomTable, type Table, workbookParts } from './tables.js';

/** A long run: `FUZZ_SECONDS=3600 FUZZ_SEED=7 FUZZ_FINDINGS=/tmp/findings npx vitest run tests/fuzz` (docs/hostile-files.md). */
const seconds = Number(process.env.FUZZ_SECONDS ?? 0);
const executions = Number(process.env.FUZZ_EXECUTIONS ?? (seconds > 0 ? Number.POSITIVE_INFINITY : 30));
const firstSeed = Number(process.env.FUZZ_SEED ?? 20_260_101);
const kinds = (process.env.FUZZ_KINDS?.split(',') as Kind[] | undefined) ?? undefined;
const findingsFolder = process.env.FUZZ_FINDINGS;

type Kind = 'text' | 'workbook' | 'parquet' | 'stacked' | 'same table';

interface Input {
  bytes: Buffer;
  fileName: string;
  /** Must be read, and to this. */
  as?: Input;
  /** A file that it is appended to. */
  to?: Input;
}

const DELIMITERS = [',', ';', '\t', '|'];

const PLAIN = { delimiter: ',', newline: '\n', quote: 'needed', encoding: 'utf8', mark: false } as const;

const inputs: Record<Kind, (random: Random, table?: Table) => Promise<Input> | Input> = {
  text(random, table = randomTable(random)) {
    const bytes = csvFile(table, {
      delimiter: random.pick(DELIMITERS),
      newline: random.pick(['\n', '\n', '\r\n', '\r']),
      quote: random.pick(['needed', 'all']),
      encoding: random.pick(['utf8', 'utf8', 'utf16le', 'latin1']),
      mark: random.upTo(2) < 1,
    });
    return { bytes: random.pick([mutateText, mutateText, mutateBytes])(bytes, random), fileName: 'fuzzed.csv' };
  },
  workbook(random, table = randomTable(random)) {
    const parts = workbookParts(table, random, { typed: random.upTo(4) > 1 });
    return { bytes: mutateWorkbook(parts, random), fileName: 'fuzzed.xlsx' };
  },
  async parquet(random, table = randomTable(random)) {
    const bytes = await parquetFile(table, { typed: random.upTo(4) > 1, random });
    return { bytes: mutateParquet(bytes, random), fileName: 'fuzzed.parquet' };
  },
  async stacked(random) {
    const table = withoutLatitude(randomTable(random));
    const kind = random.pick(['text', 'workbook', 'parquet'] as const);
    const rows = table.rows.slice(0, 1 + Math.floor(random.upTo(table.rows.length)));
    const to = { bytes: csvFile({ ...table, rows }, PLAIN), fileName: 'first.csv' };
    return { ...(await inputs[kind](random, table)), to };
  },
  async 'same table'(random) {
    const table = withoutLatitude(randomTable(random));
    const writing = PLAIN;
    const plain = { bytes: csvFile(table, writing), fileName: 'table.csv' };
    return random.pick([
      { bytes: zipFile(workbookParts(table, random, { typed: false })), fileName: 'table.xlsx', as: plain },
      {
        bytes: csvFile(table, { ...writing, delimiter: random.pick(['\t', ';', '|']), quote: 'all', newline: '\r\n' }),
        fileName: 'table.csv',
        as: plain,
      },
      { bytes: csvFile(table, { ...writing, encoding: 'utf16le', mark: true }), fileName: 'table.csv', as: plain },
    ]);
  },
};

it(
  'no file breaks, stalls or bloats its reader, and every count adds up',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'concentric-fuzz-'));
    const reader = new FileReader();
    const tally: Record<string, number> = {};
    const findings: string[] = [];
    const end = seconds > 0 ? Date.now() + seconds * 1000 : Number.POSITIVE_INFINITY;
    let run = 0;
    try {
      for (; run < executions && Date.now() < end; run++) {
        const seed = firstSeed + run;
        const random = randomFrom(seed);
        const kind = random.pick(kinds ?? (['text', 'workbook', 'parquet', 'stacked', 'same table'] as const));
        const input = await inputs[kind](random);
        const { reading, problem } = await judge(reader, folder, input);
        const outcome = `${kind}: ${reading.outcome}${reading.code ? ` ${reading.code}` : ''}`;
        tally[outcome] = (tally[outcome] ?? 0) + 1;
        if (problem)
          findings.push(note(`FUZZ_KINDS=${kind} FUZZ_SEED=${seed} (${input.fileName}): ${problem}`, seed, input));
        if (seconds > 0 && run % 500 === 499) console.log(`${run + 1} files, ${findings.length} findings`, tally);
      }
    } finally {
      reader.close();
      rmSync(folder, { recursive: true, force: true });
    }
    if (seconds > 0) console.log(`${run} files, ${findings.length} findings`, tally);
    expect(findings).toEqual([]);
  },
  60_000 + seconds * 1100,
);

async function judge(
  reader: FileReader,
  folder: string,
  input: Input,
): Promise<{ reading: Reading; problem?: string }> {
  const reading = await readInput(reader, folder, input);
  const problems = [...(reading.faults ?? [])];
  if (!['read', 'refused'].includes(reading.outcome)) problems.push(`${reading.outcome}: ${reading.message}`);
  if (reading.outcome === 'refused' && /concentric-|\/tmp|read_csv|Exception/.test(reading.message!)) {
    problems.push(`tells what is not the client's: ${reading.message}`);
  }
  if (input.as) {
    const plain = await readInput(reader, folder, input.as);
    const [left, right] = [plain.essence ?? plain.code, reading.essence ?? reading.code];
    if (left !== right) problems.push(`reads otherwise than ${input.as.fileName}:\n${left}\n${right}`);
  }
  return { reading, problem: problems.join('; ') || undefined };
}

async function readInput(reader: FileReader, folder: string, { bytes, fileName, to }: Input): Promise<Reading> {
  const path = join(folder, fileName);
  writeFileSync(path, bytes);
  if (to === undefined) return reader.read(path);
  const first = join(folder, to.fileName);
  writeFileSync(first, to.bytes);
  return reader.read(path, {}, first);
}

/** Keeps the file that showed it, where FUZZ_FINDINGS says. */
function note(finding: string, seed: number, { bytes, fileName }: Input): string {
  if (findingsFolder === undefined) return finding;
  if (!existsSync(findingsFolder)) mkdirSync(findingsFolder, { recursive: true });
  appendFileSync(join(findingsFolder, 'findings.txt'), `${finding}\n`);
  writeFileSync(join(findingsFolder, `${seed}-${fileName}`), bytes);
  return finding;
}

/**
 * Two writings may rightly be read otherwise where lines end within cells, where a lone column holds a delimiter, and
 * where nothing names any column or all rows are blank.
 */
function withoutLatitude({ header, rows }: Table): Table {
  const odd = header.length === 1 ? /[\n\t,;|]/g : /\n/g;
  const named = header.some((name) => name !== '') ? header : header.map((_, at) => `Name ${at}`);
  const filled = named.map((_, at) => `cell ${at}`);
  return { header: named, rows: [...rows, filled].map((row) => row.map((cell) => cell.replace(odd, ' '))) };
}
