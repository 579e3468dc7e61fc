import { useState } from 'preact/hooks';
import {
  ExplorerRowsBehindDocument,
  type ExplorerRowsBehindQuery,
  type ExplorerSchemaFragment,
} from '../../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../../api/use-query-result.js';
import type { DatasetDetail } from '../../dataset/use-dataset.js';
import { quoted } from '../../format/nouns.js';
import { amount, count, grouped, plural } from '../../format/numbers.js';
import { periodName, TOTAL } from '../../format/periods.js';
import { show } from '../../location.js';
import { ColumnHeader } from '../../ui/column-header.js';
import { Dialog } from '../../ui/dialog.js';
import { CloseIcon, FilterIcon } from '../../ui/icons.js';
import { QueryButton } from '../../ui/query-button.js';
import { ScrollArea } from '../../ui/scroll-area.js';
import { ErrorNotice, Loading } from '../../ui/states.js';
import { type Condition, conditionInWords } from '../filters/conditions.js';
import { type EntityParts, keyName } from '../filters/entity-keys.js';
import { FilterDialog } from '../filters/filter-dialog.js';
import { inputOf } from '../input.js';
import type { Question } from '../question.js';

type Page = NonNullable<NonNullable<ExplorerRowsBehindQuery['dataset']>['analysis']>['rows'];

const PAGE = 100;

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
  const [isFiltering, setFiltering] = useState(false);
  /** The cursors after which pages begin. */
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  const input = inputOf({ ...question, where: [...question.where, ...conditions] });
  const variables = { id: dataset.id, input, entity: entity && { parts: [...entity] }, period, first: PAGE };
  const first = useQueryResult(ExplorerRowsBehindDocument, variables);
  const rows = first.data?.dataset?.analysis?.rows;
  const label = (name: string) => quoted(schema.columns.find((column) => column.name === name)?.label ?? name);
  const change = (next: Condition[]) => {
    setConditions(next);
    setCursors([null]);
  };
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
      <div class="filters">
        <p role="status">
          {rows && (
            <>
              <strong>{plural(rows.totalCount, 'row')}</strong> with {amount(rows.sum)} of {label(question.value)}
            </>
          )}
        </p>
        <button type="button" class="quiet" onClick={() => setFiltering(true)}>
          <FilterIcon /> Filter these rows
        </button>
        <ul class="chips">
          {conditions.map((condition, at) => (
            <li key={at} class="chip">
              <span class="chip-text">{conditionInWords(condition, label)}</span>
              <button
                type="button"
                class="chip-remove"
                aria-label={`Remove the filter: ${conditionInWords(condition, label)}`}
                onClick={() => change(conditions.filter((_, other) => other !== at))}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
        <QueryButton of={{ query: ExplorerRowsBehindDocument, variables }} />
      </div>
      {first.error && <ErrorNotice error={first.error} onRetry={first.retry} />}
      {first.isLoading && <Loading lines={8} label="Loading the rows" />}
      {rows && (
        <ScrollArea label="Rows, scrolls" class={`tall ${first.isStale ? 'stale' : ''}`}>
          <table class="rows">
            <thead>
              <tr>
                <ColumnHeader>Where</ColumnHeader>
                {(rows.nodes[0]?.cells ?? []).map(({ column }) => (
                  <ColumnHeader key={column} isNumber={isNumber(schema, column)}>
                    {label(column)}
                  </ColumnHeader>
                ))}
              </tr>
            </thead>
            <tbody>
              {cursors.map((after) => (
                <RowsPage
                  key={after ?? ''}
                  variables={variables}
                  after={after}
                  schema={schema}
                  value={question.value}
                />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
      {rows && rows.totalCount > cursors.length * PAGE && (
        <MoreButton
          variables={variables}
          after={cursors.at(-1) ?? null}
          left={rows.totalCount - cursors.length * PAGE}
          onMore={(cursor) => setCursors([...cursors, cursor])}
        />
      )}
      {isFiltering && (
        <FilterDialog
          dataset={dataset}
          schema={schema}
          question={question}
          onApply={(condition) => change([...conditions, condition])}
          onClose={() => setFiltering(false)}
        />
      )}
    </Dialog>
  );
}

interface PageOf {
  variables: Record<string, unknown> & { id: string; input: ReturnType<typeof inputOf>; period: string };
  after: string | null;
}

function usePage({ variables, after }: PageOf): Page | undefined {
  return useQueryResult(ExplorerRowsBehindDocument, after === null ? variables : { ...variables, after }).data?.dataset
    ?.analysis?.rows;
}

function RowsPage({ schema, value, ...of }: PageOf & { schema: ExplorerSchemaFragment; value: string }) {
  const page = usePage(of);
  return (
    <>
      {page?.nodes.map(({ source, sheet, rowNumber, address, cells }, at) => (
        <tr key={at}>
          <th
            scope="row"
            class="numbers"
            title={sheet ? `${source}, ${sheet}, row ${rowNumber}` : `${source}, row ${rowNumber}`}
          >
            {address ?? `row ${count(rowNumber)}`}
          </th>
          {cells.map(({ column, text }) => (
            <td
              key={column}
              class={`${isNumber(schema, column) ? 'number' : ''} ${column === value ? 'is-value' : ''}`}
            >
              {text === null ? (
                <span class="null">empty</span>
              ) : (
                <span title={text}>{isNumber(schema, column) ? grouped(text) : text}</span>
              )}
            </td>
          ))}
        </tr>
      ))}
    </>
  );
}

function MoreButton({ left, onMore, ...of }: PageOf & { left: number; onMore: (cursor: string) => void }) {
  const cursor = usePage(of)?.pageInfo.endCursor;
  return (
    <p class="more">
      <button type="button" disabled={!cursor} onClick={() => cursor && onMore(cursor)}>
        Show {count(Math.min(PAGE, left))} more of {count(left)}
      </button>
    </p>
  );
}

function isNumber({ columns }: ExplorerSchemaFragment, name: string): boolean {
  return columns.find((column) => column.name === name)?.role === 'NUMERIC';
}
