import type { Connection } from '../../duckdb/connection.js';
import type { Engine } from '../../duckdb/engine.js';
import { type Analysis, BLANK_ENTITY, type Comparison } from '../../model/analysis.js';
import type { ComparedEntity } from '../../model/comparison.js';
import type { Page } from '../../model/page.js';
import { type ComparedAnalysis, comparisonCaveats, comparisonText } from './caveats.js';
import { comparePeriods, findMovers } from './compare-periods.js';
import { type ComparedShape, writeCompared } from './compared-entities.js';
import { type ComparedPageRequest, readComparedPage, readComparedRequest } from './compared-page.js';
import { writeComparisonCsv, writeComparisonParquet } from './export-comparison.js';
import { joinRankings } from './join-rankings.js';
import { comparedRanking, joinedPeriod, type PeriodPair, pairPeriods } from './period-pairs.js';

/** What is written of an analysis with a comparison; COMPARED is what pages and the others are read from. */
export type ComparisonFile = 'COMPARED' | 'COMPARISON_CSV' | 'COMPARISON_PARQUET';

export interface ComparisonsOptions {
  engine: Engine;
  /** Runs `work` on the ranking of an analysis, which is made if it does not exist. */
  withRanking<T>(analysis: Analysis, work: (path: string) => Promise<T>): Promise<T>;
  /** Both sides of an analysis with a comparison. @throws ENTITIES_NOT_AVAILABLE */
  sidesOf(analysis: Analysis): Promise<{ here: ComparedAnalysis; there: ComparedAnalysis }>;
  /** The path of the file COMPARED of an analysis, which is made if it does not exist. */
  compared(analysis: Analysis): Promise<string>;
}

/**
 * Two analyses beside each other: exact for every entity that either has, because their rankings are joined by name. The
 * analyses are those of each side on its own, computed and stored as any other.
 */
export class Comparisons {
  constructor(private readonly options: ComparisonsOptions) {}

  /** The comparison of two analyses. @param isByPosition as in ComparedQuestion */
  async compare(here: ComparedAnalysis, there: ComparedAnalysis, isByPosition: boolean): Promise<Comparison> {
    const { id, datasetId, datasetVersion, parameters, source, computedAt } = there.analysis;
    const pairs = pairPeriods(here.analysis, there.analysis, isByPosition);
    const { topN, thresholds } = here.analysis.parameters;
    return this.withJoined({ here, there, pairs }, async (connection, joined) => {
      const periods = await comparePeriods(connection, pairs, { ...joined, topN, thresholds });
      return {
        other: { id, datasetId, datasetVersion, parameters, source, computedAt },
        text: comparisonText(here, there),
        caveats: comparisonCaveats(here, there),
        total: periods.at(-1)!,
        byPeriod: periods.slice(0, -1),
        ...(await findMovers(connection, pairs, shapeOf(here.analysis))),
      };
    });
  }

  /** A page of the entities of either side. @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  async page(
    analysis: Analysis & { comparison: Comparison },
    request: ComparedPageRequest,
  ): Promise<Page<ComparedEntity>> {
    const query = readComparedRequest(analysis.comparison, request);
    const path = await this.options.compared(analysis);
    return this.options.engine.withConnection((connection) =>
      readComparedPage(connection, path, query, shapeOf(analysis)),
    );
  }

  async write(analysis: Analysis, file: ComparisonFile, path: string): Promise<void> {
    if (file === 'COMPARED') {
      const { here, there } = await this.options.sidesOf(analysis);
      const isByPosition = analysis.parameters.compareWith?.isByPosition ?? false;
      const pairs = pairPeriods(here.analysis, there.analysis, isByPosition);
      await this.withJoined({ here, there, pairs }, (connection) => writeCompared(connection, path));
      return;
    }
    const compared = await this.options.compared(analysis);
    const write = file === 'COMPARISON_CSV' ? writeComparisonCsv : writeComparisonParquet;
    await this.options.engine.withConnection((connection) =>
      write(connection, path, { compared, analysis, shape: shapeOf(analysis) }),
    );
  }

  private withJoined<T>(
    { here, there, pairs }: { here: ComparedAnalysis; there: ComparedAnalysis; pairs: readonly PeriodPair[] },
    work: (connection: Connection, joined: { isWhole: boolean }) => Promise<T>,
  ): Promise<T> {
    const { engine, withRanking } = this.options;
    return withRanking(here.analysis, (ours) =>
      withRanking(there.analysis, (theirs) =>
        engine.withConnection(async (connection) => {
          const joined = await joinRankings(connection, {
            periods: pairs.map(joinedPeriod),
            here: comparedRanking(ours, here.analysis, pairs, 'period'),
            there: comparedRanking(theirs, there.analysis, pairs, 'otherPeriod'),
            columnCount: here.areFolded.length,
            areFolded: here.areFolded.map((isFolded, index) => isFolded && there.areFolded[index] === true),
          });
          return work(connection, joined);
        }),
      ),
    );
  }
}

function shapeOf({ parameters: { groupBy, blanks } }: Analysis): ComparedShape {
  const isBlankEntity = groupBy.length === 1 && blanks === 'ENTITY';
  return {
    partCount: groupBy.length === 1 ? 0 : groupBy.length,
    isBlank: (entity) => isBlankEntity && entity === BLANK_ENTITY,
  };
}
