import {
  ExplorerRowsBehindDocument,
  type ExplorerRowsBehindQuery,
  type ExplorerSchemaFragment,
} from '../../../../clients/typescript/generated/graphql.js';
import { client } from '../../api/client.js';
import { Cell, columnOfCells } from '../../dataset/cell.js';
import { sorting } from '../../dataset/row-order.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { quoted } from '../../format/nouns.js';
import { amount, count, plural } from '../../format/numbers.js';
import { periodName, TOTAL } from '../../format/periods.js';
import { show } from '../../location.js';
import { Dialog } from '../../ui/dialog.js';
import { DownloadIcon } from '../../ui/icons.js';
import { Menu } from '../../ui/menu.js';
import { QueryButton } from '../../ui/query-button.js';
import { SearchField } from '../../ui/search-field.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { PAGE, usePages } from '../../ui/use-pages.js';
import { VirtualTable } from '../../ui/virtual-table.js';
import { Downloads } from '../downloads.js';
import { ConditionChips } from '../filters/condition-chips.js';
import { filterOf, written } from '../filters/conditions.js';
import { keyName } from '../filters/entity-keys.js';
import { inputOf } from '../input.js';
import { type Question, ROW_COUNT } from '../question.js';
import { NO_ROWS, type RowsState } from './rows-state.js';

type Answer = NonNullable<NonNullable<NonNullable<ExplorerRowsBehindQuery['dataset']>['analysis']>['rows']>;
type Row = Answer['nodes'][number];
type Column = ExplorerSchemaFragment['columns'][number];

/** What is known of all rows from the first page. */
interface Beside {
  sum: number;
  columns: string[];
}

/** More columns than these need the whole width of the window. */
const MANY_COLUMNS = 8;

/** The rows behind a figure: of a period and an entity, or of all. Each says where it is in the uploaded file. */
export function RowsBehind(props: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  question: Question;
  state: RowsState;
}) {
  const { dataset, schema, question, state } = props;
  const { period, entity, where, search, order } = state;
  const variables = {
    id: dataset.id,
    input: inputOf(question),
    entity: entity && { parts: [...entity] },
    period,
    where: filterOf(where),
    search: search || null,
    orderBy: order,
  };
  const { shown, isStale, error, retry } = usePages<Row, Beside>(JSON.stringify(variables), async (page) => {
    const of = { ...variables, first: PAGE, skip: page * PAGE };
    const answer = await client.peek().query(ExplorerRowsBehindDocument, of).toPromise();
    const rows = answer.data?.dataset?.analysis?.rows;
    if (!rows) return answer.error;
    const columns = (rows.nodes[0]?.cells ?? []).map(({ column }) => column);
    return { rows: rows.nodes, total: rows.totalCount, beside: { sum: rows.sum, columns } };
  });
  const columns = new Map(schema.columns.map((column) => [column.name, column]));
  const ordered = [...(shown?.beside.columns ?? [])].sort(byUse(question, columns));
  const of = [
    entity ? (entity.every((part) => part === null) ? 'Not assigned' : keyName(entity)) : undefined,
    period === TOTAL ? undefined : periodName(period),
  ].filter((part) => part !== undefined);
  const isNarrowed = where.length > 0 || search !== '';
  const areSeveral = (dataset.sources?.length ?? 0) > 1;
  const placeWidth = areSeveral ? 14 : dataset.source.sheet ? 9 : 5;
  return (
    <Dialog
      title={`Rows${of.length > 0 ? ` of ${of.join(', ')}` : ''}`}
      width={schema.columns.length > MANY_COLUMNS ? 'screen' : 'full'}
      onClose={() => show(NO_ROWS)}
    >
      <div class="title-row">
        <p role="status">
          {shown && (
            <>
              <strong>{plural(shown.total, 'row')}</strong>
              {question.value !== ROW_COUNT &&
                ` with ${amount(shown.beside.sum)} of ${quoted(columns.get(question.value)?.label ?? question.value)}`}
            </>
          )}
        </p>
        <div class="list-tools">
          <SearchField
            search={search}
            label="Search these rows"
            onSearch={(text) => show({ rowsSearch: text || null }, { replace: true })}
          />
          <Menu
            label={
              <>
                <DownloadIcon /> Download rows
              </>
            }
          >
            {isNarrowed && <p class="muted small">All rows of the figure, without the filter and the search.</p>}
            <Downloads datasetId={dataset.id} question={question} content="ROWS" figure={state} />
          </Menu>
          <QueryButton of={{ query: ExplorerRowsBehindDocument, variables: { ...variables, first: PAGE, skip: 0 } }} />
        </div>
      </div>
      <ConditionChips
        dataset={dataset}
        schema={schema}
        version={question.version}
        conditions={where}
        others={question.where}
        onChange={(next) => show({ rowsWhere: next.map(written) }, { replace: true })}
      />
      {error && <ErrorNotice error={error} onRetry={retry} />}
      {!shown && !error && <Loading lines={8} label="Loading the rows" />}
      {shown && shown.total > 0 && (
        <div class={isStale ? 'stale' : ''}>
          <VirtualTable
            key={shown.key}
            label="Rows, scrolls"
            count={shown.total}
            columns={[
              { name: 'Where', width: placeWidth, narrow: Math.min(placeWidth, areSeveral ? 8 : 6), kind: 'head' },
              ...ordered.map((name) => ({
                ...columnOfCells(name, columns.get(name)),
                ...sorting(name, order, (next) => show({ rowsSort: next }, { replace: true })),
              })),
            ]}
            onVisible={shown.onVisible}
            cells={(index) => {
              const row = shown.rowAt(index);
              if (!row) return undefined;
              const texts = new Map(row.cells.map(({ column, text }) => [column, text]));
              return [
                <Place key="place" row={row} areSeveral={areSeveral} />,
                ...ordered.map((name) => (
                  <Cell
                    key={name}
                    text={texts.get(name) ?? null}
                    column={columns.get(name)}
                    isStrong={name === question.value}
                  />
                )),
              ];
            }}
          />
        </div>
      )}
      {shown && shown.total === 0 && (
        <p>
          No row is found.{' '}
          {isNarrowed && (
            <button type="button" onClick={() => show({ rowsWhere: null, rowsSearch: null }, { replace: true })}>
              Show all rows
            </button>
          )}
        </p>
      )}
    </Dialog>
  );
}

/** What the figure is made of comes first: the entity, the amount, the period. */
function byUse({ groupBy, value }: Question, columns: ReadonlyMap<string, Column>) {
  const place = (name: string) => {
    const at = groupBy.indexOf(name);
    if (at >= 0) return at;
    if (name === value) return groupBy.length;
    return columns.get(name)?.role === 'DATETIME' ? groupBy.length + 1 : groupBy.length + 2;
  };
  return (a: string, b: string) => place(a) - place(b);
}

function Place({ row: { source, sheet, rowNumber, address }, areSeveral }: { row: Row; areSeveral: boolean }) {
  const place = sheet ? `${source}, ${sheet}, row ${rowNumber}` : `${source}, row ${rowNumber}`;
  const cell = address ?? `row ${count(rowNumber)}`;
  return <span title={place}>{areSeveral ? `${source} · ${cell}` : cell}</span>;
}
