import {
  ExplorerRowsDocument,
  type ExplorerRowsQuery,
  type ExplorerSchemaFragment,
} from '../../../clients/typescript/generated/graphql.js';
import { ConditionChips } from '../analysis/filters/condition-chips.js';
import { filterOf, parsed, written } from '../analysis/filters/conditions.js';
import { client } from '../api/client.js';
import { count, plural } from '../format/numbers.js';
import { location, show } from '../location.js';
import { QueryButton } from '../ui/query-button.js';
import { SearchField } from '../ui/search-field.js';
import { ErrorNotice, Loading } from '../ui/states.js';
import { PAGE, usePages } from '../ui/use-pages.js';
import { VirtualTable } from '../ui/virtual-table.js';
import { Cell, columnOfCells } from './cell.js';
import { readOrder, sorting } from './row-order.js';
import { type DatasetDetail, versionOf } from './use-dataset.js';

type Column = ExplorerSchemaFragment['columns'][number];
type Answer = NonNullable<NonNullable<ExplorerRowsQuery['dataset']>['rows']>;

/** All rows of the data: searched, filtered and sorted by the service, so that only the visible ones are fetched. */
export function Rows(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; version: number | null }) {
  const { dataset, schema, version } = props;
  const { query } = location.value;
  const conditions = query.getAll('where').flatMap((text) => parsed(text) ?? []);
  const search = query.get('search') ?? '';
  const orderBy = readOrder(query.get('sort'));
  const where = filterOf(conditions);
  const variables = { id: dataset.id, version, where, search: search || null, orderBy };
  const { shown, isStale, error, retry } = usePages<Answer['nodes'][number], string[]>(
    JSON.stringify([variables, schema.version]),
    async (page) => {
      const of = { ...variables, first: PAGE, skip: page * PAGE };
      const answer = await client.peek().query(ExplorerRowsDocument, of).toPromise();
      const rows = answer.data?.dataset?.rows;
      return rows ? { rows: rows.nodes, total: rows.totalCount, beside: rows.columns } : answer.error;
    },
  );
  const columns = new Map(schema.columns.map((column) => [column.name, column]));
  const ordered = placed(shown?.beside ?? [], columns, isStacked(dataset, version));
  const isSelection = conditions.length > 0 || search !== '';
  return (
    <section aria-labelledby="rows-title">
      <div class="section-head row">
        <h2 id="rows-title" aria-live="polite">
          {shown ? plural(shown.total, 'row') : 'Rows'}
          {shown && isSelection && <span class="muted"> of {count(schema.rowCount)}</span>}
        </h2>
        <div class="list-tools">
          <SearchField
            search={search}
            label="Search all columns"
            onSearch={(text) => show({ search: text || null }, { replace: true })}
          />
          <QueryButton of={{ query: ExplorerRowsDocument, variables: { ...variables, first: PAGE, skip: 0 } }} />
        </div>
      </div>
      <ConditionChips
        dataset={dataset}
        schema={schema}
        version={version}
        conditions={conditions}
        onChange={(next) => show({ where: next.map(written) })}
      />
      {error && <ErrorNotice error={error} onRetry={retry} />}
      {!shown && !error && <Loading lines={10} label="Loading the rows" />}
      {shown && shown.total > 0 && (
        <div class={isStale ? 'stale' : ''}>
          <VirtualTable
            key={shown.key}
            label="Rows, scrolls"
            count={shown.total}
            columns={[
              { name: 'Row', width: 5.5, kind: 'head' },
              ...ordered.map(({ name }) => ({
                ...columnOfCells(name, columns.get(name)),
                ...sorting(name, orderBy, (next) => show({ sort: next }, { replace: true })),
              })),
            ]}
            onVisible={shown.onVisible}
            cells={(index) => {
              const row = shown.rowAt(index);
              if (!row) return undefined;
              const cells = ordered.map(({ name, at }) => (
                <Cell key={name} text={row.cells[at]!} column={columns.get(name)} />
              ));
              return [<span key="number">{count(row.number)}</span>, ...cells];
            }}
          />
        </div>
      )}
      {shown && shown.total === 0 && (
        <p>
          No row is found.{' '}
          <button type="button" onClick={() => show({ search: null, where: null })}>
            Show all rows
          </button>
        </p>
      )}
    </section>
  );
}

/** The column that says where a row is from, where the files have no column of that name. */
const SOURCE_HEADERS = ['source', 'source file', 'source of the row'];

/** Whether the rows are from several files or sheets. */
function isStacked(dataset: DatasetDetail, version: number | null): boolean {
  return (versionOf(dataset, version).sources?.length ?? 0) > 1 || (dataset.options?.sheets?.length ?? 0) > 0;
}

/** The columns with their place among the cells: first the file or sheet of a row, which follows those of the files. */
function placed(names: readonly string[], columns: ReadonlyMap<string, Column>, areStacked: boolean) {
  const all = names.map((name, at) => ({ name, at }));
  const source = all.findLast(({ name }) => SOURCE_HEADERS.includes(columns.get(name)?.originalName ?? ''));
  return areStacked && source ? [source, ...all.filter((each) => each !== source)] : all;
}
