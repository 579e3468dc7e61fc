import { useState } from 'preact/hooks';
import {
  ExplorerRowsBehindDocument,
  type ExplorerRowsBehindQuery,
  type ExplorerSchemaFragment,
} from '../../../../clients/typescript/generated/graphql.js';
import { client } from '../../api/client.js';
import { Cell, columnOfCells } from '../../dataset/cell.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { quoted } from '../../format/nouns.js';
import { amount, count, plural } from '../../format/numbers.js';
import { periodName, TOTAL } from '../../format/periods.js';
import { show } from '../../location.js';
import { Dialog } from '../../ui/dialog.js';
import { QueryButton } from '../../ui/query-button.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { PAGE, usePages } from '../../ui/use-pages.js';
import { VirtualTable } from '../../ui/virtual-table.js';
import { ConditionChips } from '../filters/condition-chips.js';
import type { Condition } from '../filters/conditions.js';
import { type EntityParts, keyName } from '../filters/entity-keys.js';
import { inputOf } from '../input.js';
import { type Question, ROW_COUNT } from '../question.js';

type Answer = NonNullable<NonNullable<NonNullable<ExplorerRowsBehindQuery['dataset']>['analysis']>['rows']>;
type Row = Answer['nodes'][number];

/** What is known of all rows from the first page. */
interface Beside {
  sum: number;
  columns: string[];
}

/** The rows behind a figure: of a period and an entity, or of all. Each says where it is in the uploaded file. */
export function RowsBehind(props: {
  dataset: DatasetDetail;
  schema: ExplorerSchemaFragment;
  question: Question;
  /** A period of the analysis, or TOTAL. */
  period: string;
  entity: EntityParts | null;
}) {
  const { dataset, schema, question, period, entity } = props;
  const [conditions, setConditions] = useState<Condition[]>([]);
  const input = inputOf({ ...question, where: [...question.where, ...conditions] });
  const variables = { id: dataset.id, input, entity: entity && { parts: [...entity] }, period };
  const { shown, isStale, error, retry } = usePages<Row, Beside>(JSON.stringify(variables), async (page) => {
    const of = { ...variables, first: PAGE, skip: page * PAGE };
    const answer = await client.peek().query(ExplorerRowsBehindDocument, of).toPromise();
    const rows = answer.data?.dataset?.analysis?.rows;
    if (!rows) return answer.error;
    const columns = (rows.nodes[0]?.cells ?? []).map(({ column }) => column);
    return { rows: rows.nodes, total: rows.totalCount, beside: { sum: rows.sum, columns } };
  });
  const columns = new Map(schema.columns.map((column) => [column.name, column]));
  const of = [
    entity ? (entity.every((part) => part === null) ? 'Not assigned' : keyName(entity)) : undefined,
    period === TOTAL ? undefined : periodName(period),
  ].filter((part) => part !== undefined);
  return (
    <Dialog
      title={`Rows${of.length > 0 ? ` of ${of.join(', ')}` : ''}`}
      width="full"
      onClose={() => show({ rows: null, rowsOf: null })}
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
        <QueryButton of={{ query: ExplorerRowsBehindDocument, variables: { ...variables, first: PAGE, skip: 0 } }} />
      </div>
      <ConditionChips
        dataset={dataset}
        schema={schema}
        version={question.version}
        conditions={conditions}
        others={question.where}
        onChange={setConditions}
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
              { name: 'Where', width: 9, kind: 'head' },
              ...shown.beside.columns.map((name) => columnOfCells(name, columns.get(name))),
            ]}
            onVisible={shown.onVisible}
            cells={(index) => {
              const row = shown.rowAt(index);
              return row && [<Place key="place" row={row} />, ...cellsOf(row, columns, question.value)];
            }}
          />
        </div>
      )}
    </Dialog>
  );
}

function Place({ row: { source, sheet, rowNumber, address } }: { row: Row }) {
  const place = sheet ? `${source}, ${sheet}, row ${rowNumber}` : `${source}, row ${rowNumber}`;
  return <span title={place}>{address ?? `row ${count(rowNumber)}`}</span>;
}

function cellsOf(
  { cells }: Row,
  columns: ReadonlyMap<string, ExplorerSchemaFragment['columns'][number]>,
  value: string,
) {
  return cells.map(({ column, text }) => (
    <Cell key={column} text={text} column={columns.get(column)} isStrong={column === value} />
  ));
}
