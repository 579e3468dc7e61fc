import { ExplorerLineageDocument, type ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import { count, grouped, plural } from '../format/numbers.js';
import { duration, moment } from '../format/time.js';
import { codeInWords, leftOutNames, versionReasons } from '../format/words.js';
import { pages, versionQuery } from '../location.js';
import { ColumnHeader } from '../ui/column-header.js';
import { CopyButton } from '../ui/copy-button.js';
import { QueryButton } from '../ui/query-button.js';
import { ScrollArea } from '../ui/scroll-area.js';
import { ErrorNotice, Loading } from '../ui/states.js';
import { Warnings } from '../ui/warnings.js';
import { type DatasetDetail, type DatasetVersion, versionOf } from './use-dataset.js';

const ROW_NUMBERS = 12;

/** From the file to the data: what was read, what was left out, step by step. */
export function Lineage(props: { dataset: DatasetDetail; schema: ExplorerSchemaFragment; version: number | null }) {
  const { dataset, schema, version } = props;
  const variables = { id: dataset.id, version };
  const answer = useQueryResult(ExplorerLineageDocument, variables);
  const steps = answer.data?.dataset?.lineage;
  return (
    <div class="lineage">
      <section aria-labelledby="source-title">
        <h2 id="source-title">The file</h2>
        <SourceFacts source={versionOf(dataset, version).source} />
      </section>
      <Versions dataset={dataset} />
      <section aria-labelledby="left-title">
        <h2 id="left-title">Rows that are not data</h2>
        {schema.rowsLeftOut.length === 0 ? (
          <p class="soft">None: every row of the file is a row of the data.</p>
        ) : (
          <ul class="plain">
            {schema.rowsLeftOut.map(({ reason, count: rows, rows: numbers }) => (
              <li key={reason}>
                <span class="numbers">{plural(rows, 'row')}</span>, {leftOutNames[reason]}
                <span class="soft numbers">
                  {' '}
                  (row {numbers.slice(0, ROW_NUMBERS).join(', ')}
                  {rows > Math.min(numbers.length, ROW_NUMBERS) && ', …'})
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
                {codeInWords(operation)} <span class="soft numbers">{duration(durationMs)}</span>
              </h3>
              <Pairs title="Decided" pairs={parameters} />
              <Pairs
                title="Counted"
                pairs={metrics.map(({ name, value }) => ({ name, value: countedInWords(value) }))}
              />
              <Warnings warnings={warnings} title={`Noticed in ${operation}`} />
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

/** What is kept of the dataset's past, each with its analyses. */
function Versions({ dataset }: { dataset: DatasetDetail }) {
  const { id, version: current, versions } = dataset;
  if (versions.length <= 1) return null;
  return (
    <section aria-labelledby="kept-title">
      <h2 id="kept-title">Versions</h2>
      <ScrollArea label="Versions, scrolls sideways">
        <table>
          <thead>
            <tr>
              <ColumnHeader isNumber>Version</ColumnHeader>
              <ColumnHeader>Since</ColumnHeader>
              <ColumnHeader>Came as</ColumnHeader>
              <ColumnHeader>File</ColumnHeader>
              <ColumnHeader isNumber>Rows</ColumnHeader>
              <ColumnHeader isNumber>Columns</ColumnHeader>
              <ColumnHeader>Look at</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, reason, publishedAt, rowCount, columnCount, source }) => (
              <tr key={version}>
                <th scope="row" class="number">
                  {version}
                </th>
                <td>
                  <time dateTime={publishedAt}>{moment(publishedAt)}</time>
                </td>
                <td>{versionReasons[reason]}</td>
                <td>
                  <span class="long" title={source.fileName}>
                    {source.fileName}
                  </span>
                </td>
                <td class="number">{count(rowCount)}</td>
                <td class="number">{count(columnCount)}</td>
                <td>
                  <VersionLinks id={id} version={version} current={current} />
                </td>
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
      <a href={pages.dataset(id, 'lineage', of)}>reading</a>, <a href={pages.dataset(id, 'analysis', of)}>analyses</a>
      {version !== current && (
        <>
          ,{' '}
          <a href={pages.dataset(id, 'analysis', { version: String(current), withVersion: String(version) })}>
            beside version {current}
          </a>
        </>
      )}
    </>
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

function Pairs({ title, pairs }: { title: string; pairs: readonly { name: string; value: string }[] }) {
  if (pairs.length === 0) return null;
  return (
    <dl class="pairs small" aria-label={title}>
      {pairs.map(({ name, value }) => (
        <div key={name}>
          <dt>{nameInWords(name)}</dt>
          <dd>{valueInWords(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A number with its thousands apart; everything else as it is. */
function countedInWords(value: string): string {
  return /^\d+$/.test(value) ? grouped(value) : value;
}

/** `headerRow` → Header row; what is the name of a column stays as it is. */
function nameInWords(name: string): string {
  return /^[a-z]+([A-Z][a-z]+)*$/.test(name) ? codeInWords(name.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`)) : name;
}

/** Values are text; of lists, JSON. */
function valueInWords(value: string): string {
  if (!/^[[{]/.test(value)) return value;
  try {
    return said(JSON.parse(value));
  } catch {
    return value;
  }
}

function said(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(said).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, one]) => `${name} ${said(one)}`)
    .join(', ');
}
