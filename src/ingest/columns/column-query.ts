import DataLoader from 'dataloader';
import type { Connection, DuckDBValue } from '../../duckdb/connection.js';

/** The cells of a column, to be asked about. */
export interface CellSource {
  /** SQL of the relation of them: the raw cells under the column's own name, and `n`, how often each stands there. */
  relation: string;
  /** The rows that answer a question; what is asked of columns side by side at once is one query. */
  ask(question: CellQuestion): Promise<DuckDBValue[][]>;
}

/** A column, what it is examined on, and how its cells are trimmed. */
export interface AskedColumn {
  /** `c1`, `c2`, …: the column of the raw table. */
  raw: string;
  source: CellSource;
  /** SQL of the trimmed cell, NULL where blank, by that of the raw one. */
  trim: (raw: string) => string;
}

/** In SQL over `cell`, trimmed, and `n`. */
export interface CellQuestion {
  trim: AskedColumn['trim'];
  /** Aggregates. */
  select: readonly string[];
  /** Of which cells; of all, where left out. */
  where?: string;
  /** A row for each distinct cell, not one for all. */
  eachCell?: boolean;
}

/** @param relation as CellSource has it */
export function cellsAlone(connection: Connection, raw: string, relation: string): CellSource {
  return {
    relation,
    ask: async ({ trim, select, where = 'true', eachCell }) => {
      const answer = await connection.runAndReadAll(
        `SELECT ${select.join(', ')} FROM (SELECT ${trim(raw)} AS cell, n FROM ${relation})
         WHERE ${where} ${eachCell ? 'GROUP BY cell' : ''}`,
      );
      return answer.getRows();
    },
  };
}

/**
 * Some columns of a table. Every query takes a millisecond however few cells it looks at, and every column several
 * queries: the cells are laid one below the other in a table `(place, raw)` that answers for all columns at once.
 *
 * @param table SQL name of the temporary table to make
 */
export async function cellsSideBySide(
  connection: Connection,
  raws: readonly string[],
  { table, from }: { table: string; from: string },
): Promise<CellSource[]> {
  const places = raws.map((_, place) => place);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${table} AS
     SELECT unnest([${places.join(', ')}]) AS place, unnest([${raws.join(', ')}]) AS raw FROM ${from}`,
  );
  const loader = new DataLoader<{ place: number; question: CellQuestion }, DuckDBValue[][], unknown>(
    (asked) => answerTogether(connection, table, asked),
    { cache: false },
  );
  return raws.map((raw, place) => ({
    relation: `(SELECT raw AS ${raw}, 1 AS n FROM ${table} WHERE place = ${place})`,
    ask: (question) => loader.load({ place, question }),
  }));
}

async function answerTogether(
  connection: Connection,
  table: string,
  asked: readonly { place: number; question: CellQuestion }[],
): Promise<DuckDBValue[][][]> {
  const alike = new Map<string, number[]>();
  for (const [index, { question }] of asked.entries()) {
    const shape = shapeOf(question);
    alike.set(shape, [...(alike.get(shape) ?? []), index]);
  }
  const answers: DuckDBValue[][][] = [];
  for (const indexes of alike.values()) {
    const { question } = asked[indexes[0]!]!;
    const rows = await rowsByPlace(
      connection,
      table,
      indexes.map((index) => asked[index]!.place),
      question,
    );
    const isSilent = !question.eachCell && indexes.some((index) => !rows.has(asked[index]!.place));
    const ofNone = isSilent ? await aggregatesOfNone(connection, question) : [];
    for (const index of indexes) answers[index] = rows.get(asked[index]!.place) ?? ofNone;
  }
  return answers;
}

async function rowsByPlace(
  connection: Connection,
  table: string,
  places: readonly number[],
  { trim, select, where = 'true', eachCell }: CellQuestion,
): Promise<Map<number, DuckDBValue[][]>> {
  const answer = await connection.runAndReadAll(
    `SELECT place, ${select.join(', ')}
     FROM (SELECT place, ${trim('raw')} AS cell, 1 AS n FROM ${table} WHERE place IN (${places.join(', ')}))
     WHERE ${where} GROUP BY place ${eachCell ? ', cell' : ''}`,
  );
  const rows = new Map<number, DuckDBValue[][]>();
  for (const [place, ...row] of answer.getRows()) {
    const before = rows.get(place as number);
    if (before) before.push(row);
    else rows.set(place as number, [row]);
  }
  return rows;
}

/** What a question without groups is answered where no cell meets its condition. */
async function aggregatesOfNone(connection: Connection, { select }: CellQuestion): Promise<DuckDBValue[][]> {
  const answer = await connection.runAndReadAll(
    `SELECT ${select.join(', ')} FROM (SELECT NULL::VARCHAR AS cell, 1 AS n) WHERE false`,
  );
  return answer.getRows();
}

function shapeOf({ trim, select, where, eachCell }: CellQuestion): string {
  return [trim('raw'), ...select, where, eachCell].join('\n');
}

/** SQL: how many cells of a relation with `n` meet a condition. */
export function counted(condition: string): string {
  return `coalesce(sum(n) FILTER (${condition}), 0)`;
}
