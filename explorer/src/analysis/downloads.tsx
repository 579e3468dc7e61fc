import {
  type ArtifactContent,
  type ArtifactFormat,
  ExplorerDownloadsDocument,
} from '../../../clients/typescript/generated/graphql.js';
import { errorText } from '../api/error-text.js';
import { authorization } from '../api/key.js';
import { useQueryResult } from '../api/use-query-result.js';
import { BYTE_ORDER_MARK } from '../format/csv.js';
import { save } from '../ui/save-file.js';
import { downloadInput } from './input.js';
import type { Question } from './question.js';
import type { RowsState } from './rows/rows-state.js';

/** Links are fetched when the menu opens, since signed links expire. */
export function Downloads(props: {
  datasetId: string;
  question: Question;
  content?: ArtifactContent;
  /** Of ROWS: the figure that they are behind. */
  figure?: Pick<RowsState, 'period' | 'entity'>;
}) {
  const { datasetId, question, content = 'ANALYSIS', figure } = props;
  const ofFigure = figure && { period: figure.period, entity: figure.entity && { parts: [...figure.entity] } };
  const answer = useQueryResult(
    ExplorerDownloadsDocument,
    { id: datasetId, input: downloadInput(question), content, ...ofFigure },
    { isChanging: true },
  );
  const artifacts = answer.isStale ? undefined : answer.data?.dataset?.analysis?.artifacts;
  if (answer.error) return <p class="field-error">{errorText(answer.error).message}</p>;
  if (!artifacts) return <p class="muted">Preparing the links…</p>;
  return (
    <>
      {[...artifacts].reverse().map(({ format, url, fileName }) => (
        <a
          key={format}
          class="button"
          href={url}
          download={fileName}
          onClick={format === 'CSV' ? (event) => saveForExcel(event, url, fileName) : undefined}
        >
          <strong>{format}</strong> <span class="muted">{artifactWords[content][format]}</span>
        </a>
      ))}
    </>
  );
}

/** Excel reads accents in a CSV only behind a byte order mark, which the API's files do not have. */
async function saveForExcel(event: Event, url: string, fileName: string): Promise<void> {
  event.preventDefault();
  const response = await fetch(url, { headers: authorization() });
  if (response.ok) save(new Blob([BYTE_ORDER_MARK, await response.blob()], { type: 'text/csv' }), fileName);
  // The link as it is: the browser shows what went wrong.
  else window.location.assign(url);
}

const artifactWords: Record<ArtifactContent, Partial<Record<ArtifactFormat, string>>> = {
  ANALYSIS: { XLSX: 'Excel workbook', CSV: 'table, one row per measure', JSON: 'everything, for programs' },
  ENTITIES: { CSV: 'table, every period', PARQUET: 'for analytical programs' },
  COMPARISON: { CSV: 'table, both sides', PARQUET: 'for analytical programs' },
  ROWS: { CSV: 'table of these rows', XLSX: 'Excel workbook with these rows' },
};
