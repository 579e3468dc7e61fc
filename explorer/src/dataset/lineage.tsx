import { ExplorerLineageDocument, type ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import { parameterName, parameterValue, stepName } from '../format/lineage-words.js';
import { bytes, count, plural } from '../format/numbers.js';
import { duration, moment } from '../format/time.js';
import { leftOutNames, versionReasons } from '../format/words.js';
import { pages, versionQuery } from '../location.js';
import { ColumnHeader } from '../ui/column-header.js';
import { CopyButton } from '../ui/copy-button.js';
import { QueryButton } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { ErrorNotice, Loading } from '../ui/states.js';
import { Warnings } from '../ui/warnings.js';
import { RestoreButton } from './restore-button.js';
import { type DatasetDetail, type DatasetVersion, versionOf } from './use-dataset.js';

const MAX_ROW_NUMBERS = 12;

/** How the data was made from the file: what was read, what was left out, and each step. */
export function Lineage(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; version: number | null }) {
  const { dataset, schema, version } = props;
  const variables = { id: dataset.id, version };
  const answer = useQueryResult(ExplorerLineageDocument, variables);
  const steps = answer.data?.dataset?.lineage;
  const shown = versionOf(dataset, version);
  const files = shown.sources ?? [];
  return (
    <div class="lineage">
      <section aria-labelledby="source-title">
        <h2 id="source-title">{files.length > 1 ? `The ${count(files.length)} files` : 'The file'}</h2>
        {files.length > 1 ? <FileList files={files} /> : <SourceFacts source={shown.source} />}
      </section>
      <Versions dataset={dataset} />
      <section aria-labelledby="left-title">
        <h2 id="left-title">Rows left out</h2>
        {schema.rowsLeftOut.length === 0 ? (
          <p class="muted">None: every row of the file is in the data.</p>
        ) : (
          <ul class="plain">
            {schema.rowsLeftOut.map(({ reason, count: rows, rows: numbers }) => (
              <li key={reason}>
                {leftOutNames[reason]}: <span class="numbers">{plural(rows, 'row')}</span>
                <span class="muted numbers">
                  {' '}
                  ({rows === 1 ? 'row' : 'rows'} {numbers.slice(0, MAX_ROW_NUMBERS).join(', ')}
                  {rows > Math.min(numbers.length, MAX_ROW_NUMBERS) && ', …'})
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="steps-title">
        <div class="section-head row">
          <h2 id="steps-title">Steps</h2>
          <QueryButton of={{ query: ExplorerLineageDocument, variables }} />
        </div>
        {answer.error && <ErrorNotice error={answer.error} onRetry={answer.retry} />}
        {!steps && !answer.error && <Loading lines={5} label="Loading the steps" />}
        <ol class="steps">
          {steps?.map(({ id, operation, durationMs, parameters, metrics, inputs, outputs, warnings }) => (
            <li key={id}>
              <h3>
                {stepName(operation)} <span class="muted numbers">{duration(durationMs)}</span>
              </h3>
              <Pairs title="Settings" operation={operation} pairs={parameters} />
              <Pairs title="Results" operation={operation} pairs={metrics} />
              <Warnings warnings={warnings} title={`Warnings of the step ${stepName(operation)}`} />
              {(inputs.length > 0 || outputs.length > 0) && (
                <details>
                  <summary>Files and checksums</summary>
                  <ul class="plain files">
                    {inputs.map((file) => (
                      <li key={file}>
                        read <code>{file}</code>
                      </li>
                    ))}
                    {outputs.map((file) => (
                      <li key={file}>
                        wrote <code>{file}</code>
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

/** The versions that are kept, each with links to its views. */
function Versions({ dataset }: { dataset: DatasetDetail }) {
  const { id, version: current } = dataset;
  const versions = dataset.versions ?? [];
  if (versions.length <= 1) return null;
  return (
    <section aria-labelledby="kept-title">
      <h2 id="kept-title">Versions</h2>
      <ScrollArea label="Versions, scrolls sideways">
        <table>
          <thead>
            <tr>
              <ColumnHeader isNumber>Version</ColumnHeader>
              <ColumnHeader>Created</ColumnHeader>
              <ColumnHeader>Reason</ColumnHeader>
              <ColumnHeader>File</ColumnHeader>
              <ColumnHeader isNumber>Rows</ColumnHeader>
              <ColumnHeader isNumber>Columns</ColumnHeader>
              <ColumnHeader>Open</ColumnHeader>
              <ColumnHeader>
                <span class="hidden">Restore</span>
              </ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, reason, publishedAt, rowCount, columnCount, source, sources }) => (
              <tr key={version}>
                <th scope="row" class="number">
                  {version}
                </th>
                <td>
                  <time dateTime={publishedAt}>{moment(publishedAt)}</time>
                </td>
                <td>{versionReasons[reason]}</td>
                <td>
                  <span class="long" title={sources.map(({ name }) => name).join('\n')}>
                    {sources.length > 1 ? plural(sources.length, 'file') : source.fileName}
                  </span>
                </td>
                <td class="number">{count(rowCount)}</td>
                <td class="number">{count(columnCount)}</td>
                <td>
                  <VersionLinks id={id} version={version} current={current} />
                </td>
                <td>{version !== current && <RestoreButton id={id} version={version} current={current} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function VersionLinks({ id, version, current }: { id: string; version: number; current: number }) {
  const of = versionQuery(version === current ? null : version);
  return (
    <>
      <a href={pages.dataset(id, '', of)}>columns</a>, <a href={pages.dataset(id, 'rows', of)}>rows</a>,{' '}
      <a href={pages.dataset(id, 'lineage', of)}>how it was read</a>,{' '}
      <a href={pages.dataset(id, 'analysis', of)}>analysis</a>
      {version !== current && (
        <>
          ,{' '}
          <a href={pages.dataset(id, 'analysis', { version: String(current), withVersion: String(version) })}>
            comparison with version {current}
          </a>
        </>
      )}
    </>
  );
}

/** The files whose rows are stacked, in their order. */
function FileList({ files }: { files: NonNullable<DatasetDetail['sources']> }) {
  return (
    <ScrollArea label="Files, scrolls sideways">
      <table>
        <thead>
          <tr>
            <ColumnHeader>File</ColumnHeader>
            <ColumnHeader isNumber>Rows</ColumnHeader>
            <ColumnHeader isNumber>Size</ColumnHeader>
            <ColumnHeader>Added</ColumnHeader>
          </tr>
        </thead>
        <tbody>
          {files.map(({ name, rowCount, sizeBytes, addedAt }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="number">{typeof rowCount === 'number' ? count(rowCount) : ''}</td>
              <td class="number">{bytes(sizeBytes)}</td>
              <td>{addedAt && <time dateTime={addedAt}>{moment(addedAt)}</time>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function SourceFacts({ source }: Pick<DatasetVersion, 'source'>) {
  const facts: [string, string | number | null | undefined][] = [
    ['Name', source.fileName],
    ['Format', source.format],
    ['Sheet', source.sheet],
    ['Encoding', source.encoding],
    ['Separator', source.delimiter === '\t' ? 'tab' : source.delimiter],
    ['Header in row', source.headerRow],
  ];
  return (
    <dl class="pairs">
      {facts.map(
        ([name, value]) =>
          value !== null &&
          value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
      <div>
        <dt>SHA-256</dt>
        <dd class="checksum">
          <code>{source.sha256}</code>
          <CopyButton class="quiet" text={() => source.sha256}>
            Copy
          </CopyButton>
        </dd>
      </div>
    </dl>
  );
}

function Pairs(props: { title: string; operation: string; pairs: readonly { name: string; value: string }[] }) {
  const { title, operation, pairs } = props;
  if (pairs.length === 0) return null;
  return (
    <dl class="pairs small" aria-label={title}>
      {pairs.map(({ name, value }) => (
        <div key={name}>
          <dt>{parameterName(operation, name)}</dt>
          <dd>{parameterValue(operation, value)}</dd>
        </div>
      ))}
    </dl>
  );
}
