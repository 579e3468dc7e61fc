import { LRUCache } from 'lru-cache';
import type { Engine } from '../../duckdb/engine.js';
import { parquetSql } from '../../duckdb/quote.js';
import type { AnalysisRequest } from '../../model/analysis.js';
import type { DatasetRecord } from '../../model/dataset.js';
import type { Column, DatasetSchema } from '../../model/schema.js';
import { isFolded } from '../filter/filter-values.js';
import { namesOfColumns, type VersionRows } from '../group/entity-names.js';
import { holdsCodes } from '../group/merge-spellings.js';
import { KEY_LISTS } from './entity-keys.js';

const MAX_REMEMBERED = 1000;

export interface CodeColumnsOptions {
  engine: Engine;
  /** Runs `work` on the verified files of the record's version. */
  withRows<T>(record: DatasetRecord, work: (rows: VersionRows) => Promise<T>): Promise<T>;
}

/** Which columns hold codes. It decides how keys of entities are compared, and so their normal form. */
export class CodeColumns {
  /** By version and column: the rows of a version never change. */
  private readonly remembered = new LRUCache<string, Promise<boolean>>({ max: MAX_REMEMBERED });

  constructor(private readonly options: CodeColumnsOptions) {}

  /** Those of `groupBy`; none are looked up where the request selects no entities, or compares them exactly anyway. */
  async of(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: Pick<AnalysisRequest, 'groupBy' | 'entityMatching' | 'only' | 'exclude'>,
  ): Promise<ReadonlySet<string>> {
    const codes = new Set<string>();
    if (KEY_LISTS.every((list) => request[list] == null) || request.entityMatching === 'EXACT') return codes;
    for (const column of schema.columns.filter((each) => request.groupBy.includes(each.name) && isFolded(each))) {
      if (await this.holdsCodes(record, column)) codes.add(column.name);
    }
    return codes;
  }

  private holdsCodes(record: DatasetRecord, column: Column): Promise<boolean> {
    const key = `${record.id}/${record.version}/${column.name}`;
    let known = this.remembered.get(key);
    if (known === undefined) {
      known = this.lookUp(record, column);
      this.remembered.set(key, known);
      known.catch(() => this.remembered.delete(key));
    }
    return known;
  }

  private lookUp(record: DatasetRecord, column: Column): Promise<boolean> {
    const { engine, withRows } = this.options;
    return withRows(record, ({ parquetPath, namesPath }) =>
      engine.withConnection(async (connection) => {
        const rows = parquetSql(parquetPath);
        const [names = null] = await namesOfColumns(connection, { source: rows, namesPath }, [column]);
        return holdsCodes(connection, { rows, names, column: column.name });
      }),
    );
  }
}
