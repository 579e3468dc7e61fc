import type { DatasetDetail } from '../dataset/use-dataset.js';
import { count, signed } from '../format/numbers.js';
import { moment } from '../format/time.js';
import { roleNames, typeNames, versionReasons } from '../format/words.js';
import { ColumnHeader } from '../ui/column-header.js';
import { ScrollArea } from '../ui/scroll-area.js';

/** A dataset with the schema of one version. */
export interface VersionSide {
  dataset: DatasetDetail;
  version: number;
}

/** The sources of two versions and the differences between their columns. */
export function VersionDifferences({ side, other }: { side: VersionSide; other: VersionSide }) {
  const [a, b] = [side, other].map(({ dataset, version }) => dataset.versions?.find((one) => one.version === version));
  if (!a || !b) return null;
  const isSameFile = a.source.sha256 === b.source.sha256;
  const lines: [name: string, left: string, right: string, difference: string][] = [
    ['File', a.source.fileName, b.source.fileName, isSameFile ? 'identical' : 'different content'],
    ['Reason', versionReasons[a.reason], versionReasons[b.reason], ''],
    ['Current since', moment(a.publishedAt), moment(b.publishedAt), ''],
    ['Rows', count(a.rowCount), count(b.rowCount), signed(a.rowCount - b.rowCount, count)],
    ['Columns', count(a.columnCount), count(b.columnCount), signed(a.columnCount - b.columnCount, count)],
  ];
  return (
    <section class="panel side-by-side versions-differ" aria-labelledby="versions-title">
      <div class="section-head">
        <h2 id="versions-title">What changed in the data</h2>
      </div>
      <ScrollArea label="What changed in the data, scrolls sideways">
        <table>
          <thead>
            <tr>
              <ColumnHeader>Version</ColumnHeader>
              <ColumnHeader>
                <span class="key" aria-hidden="true" /> {a.version}
              </ColumnHeader>
              <ColumnHeader>
                <span class="key second" aria-hidden="true" /> {b.version}
              </ColumnHeader>
              <ColumnHeader>Difference</ColumnHeader>
            </tr>
          </thead>
          <tbody>
            {lines.map(([name, left, right, difference]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="long">{left}</td>
                <td class="long">{right}</td>
                <td class="muted">{difference}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <ColumnDifferences side={side} other={other} />
    </section>
  );
}

type Column = NonNullable<DatasetDetail['schema']>['columns'][number];

function ColumnDifferences({ side, other }: { side: VersionSide; other: VersionSide }) {
  const [here, there] = [side, other].map(({ dataset }) => dataset.schema?.columns ?? []) as [Column[], Column[]];
  const missing = (columns: Column[], others: Column[]) =>
    columns.filter(({ name }) => others.every((column) => column.name !== name)).map(({ label }) => label);
  const changed = here.flatMap((column) => {
    const before = there.find(({ name }) => name === column.name);
    const changes = before && difference(before, column);
    return changes ? [`${column.label}: ${changes}`] : [];
  });
  const lists: [title: string, names: string[]][] = [
    [`Only in version ${side.version}`, missing(here, there)],
    [`Only in version ${other.version}`, missing(there, here)],
    [`Read differently in version ${side.version}`, changed],
  ];
  const nonEmpty = lists.filter(([, names]) => names.length > 0);
  if (nonEmpty.length === 0) return <p class="muted">Both versions have the same columns, types and roles.</p>;
  return (
    <div class="entity-changes">
      {nonEmpty.map(([title, names]) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul class="plain">
            {names.map((name) => (
              <li key={name}>
                <span class="long-name" title={name}>
                  {name}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

function difference(before: Column, now: Column): string {
  const type =
    before.dataType === now.dataType ? [] : [`${typeNames[now.dataType]}, was ${typeNames[before.dataType]}`];
  const role = before.role === now.role ? [] : [`${roleNames[now.role]}, was ${roleNames[before.role]}`];
  return [...type, ...role].join('; ');
}
