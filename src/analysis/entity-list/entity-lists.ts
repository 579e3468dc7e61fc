import { existsSync } from 'node:fs';
import type { EntitiesFile } from '../../artifact/artifact-writers.js';
import type { Engine } from '../../duckdb/engine.js';
import { parquetSql } from '../../duckdb/quote.js';
import {
  type Analysis,
  BLANK_ENTITY,
  type EntityHistory,
  type EntityKey,
  type RankedEntity,
} from '../../model/analysis.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import { ConcentricError } from '../../model/errors.js';
import type { Page } from '../../model/page.js';
import { spendPoints } from '../../telemetry/request-scope.js';
import type { VersionRows } from '../group/entity-names.js';
import { groupRows } from '../group/group-rows.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { readHistory } from './entity-history.js';
import { type EntityPageRequest, readPage, readPageRequest } from './entity-page.js';
import { writeEntitiesCsv, writeEntitiesParquet } from './export-entities.js';
import type { RankingShape } from './ranked-entity.js';
import { writeRanking } from './ranking-file.js';
import { writeWorkbookEntities } from './workbook-entities.js';

const GROUPS_A_POINT = 10_000;
/** More could be above what a client may spend at all. */
const MAX_RANKING_COST = 200;

const WRITERS = {
  ENTITIES_CSV: writeEntitiesCsv,
  ENTITIES_PARQUET: writeEntitiesParquet,
  WORKBOOK_ENTITIES: writeWorkbookEntities,
} satisfies Partial<Record<EntitiesFile, typeof writeEntitiesCsv>>;

/** An analysis with what it was computed from. */
export interface AnalysisSources {
  request: ResolvedRequest;
  /** Of each column of `groupBy`, null where none is saved. */
  mappings: readonly (EntityMapping | null)[];
  rows: VersionRows;
}

export interface EntityListsOptions {
  engine: Engine;
  /** Runs `work` with the sources, while the files of the version stay. @throws ENTITIES_NOT_AVAILABLE */
  withSources<T>(analysis: Analysis, work: (sources: AnalysisSources) => Promise<T>): Promise<T>;
  /** The path of the ranking, made if it does not exist. */
  ranking(analysis: Analysis): Promise<string>;
}

/**
 * All entities of an analysis, from its ranking (ranking-file.ts): a file that is written when a list is first requested,
 * counts as a file of the analysis, and can be removed at any time.
 */
export class EntityLists {
  constructor(private readonly options: EntityListsOptions) {}

  /** @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  async page(analysis: Analysis, request: EntityPageRequest): Promise<Page<RankedEntity>> {
    const query = readPageRequest(analysis, request);
    return this.withRanking(analysis, (path) =>
      this.options.engine.withConnection((connection) => readPage(connection, path, query, shapeOf(analysis))),
    );
  }

  /** Null where the analysis does not have the entity. @throws INVALID_INPUT, ENTITIES_NOT_AVAILABLE */
  async history(analysis: Analysis, key: EntityKey): Promise<EntityHistory | null> {
    return this.withRanking(analysis, (path) =>
      this.options.withSources(analysis, ({ request, mappings }) =>
        this.options.engine.withConnection((connection) =>
          readHistory(connection, path, analysis, { key, request, mappings, shape: shapeOf(analysis) }),
        ),
      ),
    );
  }

  async write(analysis: Analysis, file: 'RANKING' | keyof typeof WRITERS, path: string): Promise<void> {
    const { engine } = this.options;
    if (file === 'RANKING') return this.writeRanking(analysis, path);
    const write = WRITERS[file];
    await this.withRanking(analysis, (ranking) =>
      engine.withConnection((connection) => write(connection, path, { ranking, analysis, shape: shapeOf(analysis) })),
    );
  }

  private async writeRanking(analysis: Analysis, path: string): Promise<void> {
    // How many groups are sorted is known only now; the cost of the operation, before anything is read.
    await spendPoints(rankingCost(analysis));
    return this.options.withSources(analysis, ({ request, mappings, rows }) =>
      this.options.engine.withConnection(async (connection) => {
        const source = { source: parquetSql(rows.parquetPath), namesPath: rows.namesPath };
        const groups = await groupRows(connection, source, request, mappings);
        const listed = groups.periods.length - 1;
        if (listed !== analysis.byPeriod.length && groups.periods.length > 0) throw entitiesNotAvailable(analysis);
        await writeRanking(connection, groups, path);
      }),
    );
  }

  /**
   * Runs `work` on the path of the ranking. The file can be removed between its check and its use, to make room for others:
   * then it is made once more.
   */
  async withRanking<T>(analysis: Analysis, work: (path: string) => Promise<T>): Promise<T> {
    const path = await this.options.ranking(analysis);
    try {
      return await work(path);
    } catch (error) {
      if (error instanceof ConcentricError || existsSync(path)) throw error;
      return work(await this.options.ranking(analysis));
    }
  }
}

/** Points for sorting the groups of all periods; an analysis, which sorts them too, costs 50. */
export function rankingCost({ byPeriod, total }: Pick<Analysis, 'byPeriod' | 'total'>): number {
  const groups = [...byPeriod, total].reduce((sum, { entityCount }) => sum + entityCount, 0);
  return Math.min(MAX_RANKING_COST, Math.ceil(groups / GROUPS_A_POINT));
}

function shapeOf({ parameters: { groupBy, blanks, also = [] } }: Analysis): RankingShape {
  const isBlankEntity = groupBy.length === 1 && blanks === 'ENTITY';
  return {
    partCount: groupBy.length === 1 ? 0 : groupBy.length,
    also,
    isBlank: (entity) => isBlankEntity && entity === BLANK_ENTITY,
  };
}

export function entitiesNotAvailable({ id }: Pick<Analysis, 'id'>): ConcentricError {
  return new ConcentricError(
    'ENTITIES_NOT_AVAILABLE',
    `The entities of ${id} can no longer be listed: its version is no longer kept, or the roles, the time or the merged names of its columns were changed after it was computed. Request the analysis again with its parameters.`,
    { id },
  );
}
