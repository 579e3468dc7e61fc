import {
  type AnalysisInput,
  ExplorerSharesDocument,
  type ExplorerSharesQuery,
} from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import { Figure, NumbersTable } from '../charts/figure.js';
import type { ShareCell } from '../charts/share-map.js';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { count, percent } from '../format/numbers.js';
import { periodName } from '../format/periods.js';
import { show } from '../location.js';
import { ErrorNotice, Loading } from '../ui/states.js';
import { writtenKey } from './filters/entity-keys.js';
import { openRows } from './rows/rows-state.js';
import { wordsOf } from './side.js';

type Shares = NonNullable<NonNullable<ExplorerSharesQuery['dataset']>['analysis']>;

/** Limits the names fetched for all periods together, so that an answer stays near one megabyte. */
const MAX_NAMES = 12_000;

/** The entities that are largest over all periods, with their share of each period. */
export function ShareMapFigure(props: {
  dataset: DatasetDetail;
  input: AnalysisInput;
  periodCount: number;
  source: string;
  fileName: string;
}) {
  const { dataset, input, periodCount, source, fileName } = props;
  const listed = Math.max(10, Math.min(50, Math.floor(MAX_NAMES / periodCount)));
  const variables = { id: dataset.id, input, first: listed };
  const answer = useQueryResult(ExplorerSharesDocument, variables);
  const analysis = answer.data?.dataset?.analysis;
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (!analysis) return <Loading lines={8} label="Loading the shares" />;
  const { noun, valueName } = wordsOf(dataset, analysis.parameters);
  const heads = analysis.total.head ?? [];
  const entities = heads.map(({ entity }) => entity);
  const cells = cellsOf(analysis, entities);
  if (cells.length === 0) return null;
  const openEntity = (name: string) => {
    const of = heads.find(({ entity }) => entity === name);
    if (of) show({ entity: writtenKey(of.key.parts) });
  };
  const largest = cells.reduce((most, cell) => ((cell.share ?? 0) > (most.share ?? 0) ? cell : most));
  return (
    <Figure
      title="Shares by period"
      subtitle={`Share of ${valueName} in percent, for the ${count(entities.length)} largest ${noun.many} over all periods`}
      description={`Shares of the ${entities.length} largest ${noun.many} in ${count(analysis.byPeriod.length)} periods. The largest: ${largest.entity} with ${percent(largest.share ?? 0)} in ${periodName(largest.period)}.`}
      note={`The strongest colour is ${percent(largest.share ?? 0)}. Blank or a dot: not among the ${listed} largest of the period, or missing. Click a cell for its rows, a name for its history.`}
      source={source}
      fileName={`${fileName}-shares`}
      shownQuery={{ query: ExplorerSharesDocument, variables }}
      isStale={answer.isStale}
      drawnFrom={[analysis]}
      draw={(plots, drawing) => plots.shareMap(cells, listed, drawing, openEntity)}
      onPick={({ period, entity }) => {
        const of = heads.find((head) => head.entity === entity);
        if (period && of) openRows(period, { entity: of.key.parts });
      }}
      table={
        <NumbersTable
          heads={['Period', ...entities]}
          rows={analysis.byPeriod.map(({ period }) => [
            periodName(period),
            ...entities.map((entity) => {
              const share = cells.find((cell) => cell.period === period && cell.entity === entity)?.share;
              return typeof share === 'number' ? percent(share) : '–';
            }),
          ])}
        />
      }
    />
  );
}

function cellsOf({ byPeriod }: Shares, entities: readonly string[]): ShareCell[] {
  return byPeriod
    .filter(({ problem }) => !problem)
    .flatMap(({ period, head }) => {
      const shares = new Map(head?.map(({ entity, share }) => [entity, share]));
      return entities.map((entity) => ({ period, entity, share: shares.get(entity) ?? null }));
    });
}
