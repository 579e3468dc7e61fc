import { useState } from 'preact/hooks';
import { ExplorerRowsDocument } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import { count } from '../format/numbers.js';
import { ColumnHeader } from '../ui/column-header.js';
import { QueryButton } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { ErrorNotice, Loading } from '../ui/states.js';
import { type DatasetDetail, versionOf } from './use-dataset.js';

const ROW_COUNTS = [20, 50, 200];

/** The first rows of the data, converted. */
export function Rows({ dataset, version }: { dataset: DatasetDetail; version: number | null }) {
  const [first, setFirst] = useState(ROW_COUNTS[0]!);
  const variables = { id: dataset.id, first, version };
  const answer = useQueryResult(ExplorerRowsDocument, variables);
  const preview = answer.data?.dataset?.preview;
  const rowCount = versionOf(dataset, version).rowCount ?? 0;
  const columns = dataset.schema?.columns ?? [];
  const isNumber = (name: string) => columns.find((column) => column.name === name)?.role === 'NUMERIC';
  const next = ROW_COUNTS.find((rows) => rows > first);
  if (answer.error) return <ErrorNotice error={answer.error} onRetry={answer.retry} />;
  if (!preview) return <Loading lines={10} label="Loading the rows" />;
  return (
    <section aria-labelledby="rows-title">
      <div class="section-head row">
        <h2 id="rows-title">
          First {count(preview.rows.length)} of {count(rowCount)} rows
        </h2>
        <QueryButton of={{ query: ExplorerRowsDocument, variables }} />
      </div>
      <ScrollArea label="Rows, scrolls sideways" class={`tall ${answer.isStale ? 'stale' : ''}`}>
        <table class="rows">
          <thead>
            <tr>
              <ColumnHeader isNumber>
                <span class="hidden">Row</span>
              </ColumnHeader>
              {preview.columns.map((name) => (
                <th key={name} scope="col" class={isNumber(name) ? 'number' : ''}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, index) => (
              <tr key={index}>
                <th scope="row" class="number muted">
                  {index + 1}
                </th>
                {row.map((cell, column) => (
                  <td key={preview.columns[column]} class={isNumber(preview.columns[column]!) ? 'number' : ''}>
                    {cell === null ? <span class="null">empty</span> : <span title={cell}>{cell}</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {next !== undefined && rowCount > first && (
        <p class="paging">
          <button type="button" onClick={() => setFirst(next)}>
            Show {next}
          </button>
        </p>
      )}
    </section>
  );
}
