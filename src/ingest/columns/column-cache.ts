import type { Connection } from '../../duckdb/connection.js';
import { type Observe, unobserved } from '../../telemetry/observe.js';
import type { RawTable } from '../read/raw-table.js';
import { type ColumnSample, sampleColumns } from './sample.js';

/** In a table with more columns a table of distinct cells for each would take too much memory. */
export const MAX_SEPARATE_COLUMNS = 256;

type CachedTable = Pick<RawTable, 'table' | 'rowCount' | 'headers'>;

/**
 * What an ingest has read of the columns of a table, for the steps that need it again: the sample, and the distinct cells. It
 * holds one table at a time, until rows are left out or another table is made of it.
 */
export class ColumnCache {
  /** Rows are only ever removed, so the name of the table and the number of rows identify them. */
  #rows: string | null = null;
  #samples: Promise<ColumnSample[]> | null = null;
  readonly #distinct = new Map<string, Promise<string>>();

  constructor(
    private readonly connection: Connection,
    private readonly observe: Observe = unobserved,
  ) {}

  async samples(raw: CachedTable): Promise<ColumnSample[]> {
    await this.#holdOnly(raw);
    // Observed apart from the step that needs it first, because the others use the same.
    this.#samples ??= this.observe('ingest.sample', () => this.#sample(raw));
    return this.#samples;
  }

  /** The steps that read the samples also read the distinct cells. DuckDB collects those of a column while the next one is sampled. */
  async #sample(raw: CachedTable): Promise<ColumnSample[]> {
    const onSample = (sample: ColumnSample, index: number) => {
      if (areCollected(sample, raw)) this.#collectDistinct(raw.table, `c${index + 1}`);
    };
    const samples = await sampleColumns(this.connection, raw, { onSample });
    await Promise.all(this.#distinct.values());
    return samples;
  }

  /**
   * The name of a temporary table with the distinct cells of a column, under the column's own name, and `n`, the number of
   * occurrences of each. Null if they hardly repeat: then a query over all cells is cheaper.
   */
  async distinctCells(raw: CachedTable, index: number): Promise<string | null> {
    const samples = await this.samples(raw);
    return areCollected(samples[index]!, raw) ? this.#collectDistinct(raw.table, `c${index + 1}`) : null;
  }

  #collectDistinct(table: string, column: string): Promise<string> {
    const known = this.#distinct.get(column);
    if (known !== undefined) return known;
    const distinct = `${column}_distinct`;
    const collected = this.connection
      .run(
        `CREATE OR REPLACE TEMP TABLE ${distinct} AS SELECT ${column}, count(*) AS n FROM ${table} GROUP BY ${column}`,
      )
      .then(() => distinct);
    // Reported where it is awaited.
    collected.catch(() => undefined);
    this.#distinct.set(column, collected);
    return collected;
  }

  async #holdOnly({ table, rowCount }: CachedTable): Promise<void> {
    const rows = `${table} ${rowCount}`;
    if (rows === this.#rows) return;
    const outdated = await Promise.all(this.#distinct.values());
    this.#rows = rows;
    this.#samples = null;
    this.#distinct.clear();
    for (const distinct of outdated) await this.connection.run(`DROP TABLE ${distinct}`);
  }
}

function areCollected({ repeats }: ColumnSample, { headers }: CachedTable): boolean {
  return repeats && headers.length <= MAX_SEPARATE_COLUMNS;
}
