import type { Connection } from '../duckdb/connection.js';
import { numbersOf } from '../duckdb/first-row.js';
import { TaskThread } from '../worker/task-thread.js';
import { foldSpelling } from './fold-spelling.js';
import type { FoldTasks } from './fold-tasks.js';

/** Folding a batch takes a few milliseconds. It is also the most rows that one append takes. */
const BATCH_NAMES = 2048;
/** With fewer names, starting a thread takes longer than folding. */
const MIN_THREAD_NAMES = 8192;

/**
 * Creates the temporary table `to` with the rows of the table `from` in their order and a column `key`, the folded spelling
 * of their `text` (fold-spelling.ts). Texts in ASCII are folded in SQL, others in JavaScript: many of them in a thread.
 */
export async function foldNames(connection: Connection, { from, to }: { from: string; to: string }): Promise<void> {
  const others = `${to}_others`;
  const keys = `${to}_keys`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${others} AS SELECT DISTINCT text FROM ${from} WHERE NOT ${IS_ASCII};
     CREATE OR REPLACE TEMP TABLE ${keys} (text VARCHAR, key VARCHAR)`,
  );
  const [count] = await numbersOf(connection, `SELECT count(*) FROM ${others}`);
  const thread = count! < MIN_THREAD_NAMES ? null : new TaskThread<FoldTasks>('./fold-worker.js', import.meta.url);
  try {
    for (let start = 0; start < count!; start += BATCH_NAMES) {
      const batch = await connection.runAndReadAll(
        `SELECT text FROM ${others} WHERE rowid >= ${start} AND rowid < ${start + BATCH_NAMES}`,
      );
      const texts = batch.getColumns()[0] as string[];
      const folded = thread === null ? texts.map(foldSpelling) : await thread.run('fold', texts);
      await connection.append(
        keys,
        texts.map((text, index) => [text, folded[index]!]),
      );
    }
  } finally {
    await thread?.close();
  }
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${to} AS ${
      count === 0
        ? `SELECT *, ${ASCII_KEY} AS key FROM ${from}`
        : `SELECT names.*, CASE WHEN ${IS_ASCII} THEN ${ASCII_KEY} ELSE ${keys}.key END AS key
           FROM ${from} AS names LEFT JOIN ${keys} USING (text) ORDER BY names.rowid`
    };
     DROP TABLE ${others}; DROP TABLE ${keys}`,
  );
}

/** As many characters as bytes. */
const IS_ASCII = 'strlen(text) = length(text)';
/** What foldSpelling does to a text in ASCII, where DuckDB's `lower` folds as Unicode does. */
const ASCII_KEY = String.raw`CASE WHEN regexp_matches(text, '[\t-\r]|  |^ | $')
  THEN lower(trim(regexp_replace(text, '[\t-\r ]+', ' ', 'g'))) ELSE lower(text) END`;
