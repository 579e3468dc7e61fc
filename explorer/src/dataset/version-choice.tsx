import { moment } from '../format/time.js';
import { show } from '../location.js';
import { EmptyState, Loading } from '../ui/states.js';
import { type DatasetDetail, type DatasetVersion, useDataset } from './use-dataset.js';

/** "2: suppliers.csv, 24 Nov 2026, 14:03" */
export function versionTitle({ version, source, publishedAt }: DatasetVersion): string {
  const { fileName } = source;
  const file = fileName.length > 32 ? `${fileName.slice(0, 31)}…` : fileName;
  return `${version}: ${file}, ${moment(publishedAt)}`;
}

/** Which version is looked at, where there are several. */
export function VersionSelect({ dataset, value }: { dataset: DatasetDetail; value: number | null }) {
  const { version: current, versions } = dataset;
  if (versions.length <= 1 && (value === null || value === current)) return null;
  return (
    <div class="period-choice">
      <label>
        <span class="bar-label">Version</span>
        <select
          value={value ?? current}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            show({ version: chosen === String(current) ? null : chosen });
          }}
        >
          {versions.map((version) => (
            <option key={version.version} value={version.version}>
              {versionTitle(version)}
              {version.version === current ? ' (current)' : ''}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

/** Links outlive versions: what a link asked for is said, and what there is instead. */
export function VersionUnavailable(props: {
  id: string;
  version: number;
  /** What in the address asks for it. */
  name: 'version' | 'withVersion';
  /** A version that is not offered: the one on the other side. */
  except?: number;
}) {
  const { id, version, name, except } = props;
  // Of a version that is not kept the service says nothing, of its dataset neither: what is kept is asked for by itself.
  const dataset = useDataset(id).data?.dataset;
  if (!dataset) return <Loading lines={4} label="Loading the versions" />;
  const isYetToCome = version > dataset.version;
  const offered = dataset.versions.filter((each) => each.version !== except);
  return (
    <EmptyState title={isYetToCome ? `There is no version ${version} yet` : `Version ${version} is not kept any more`}>
      <p>{isYetToCome ? 'What there is so far:' : 'Newer ones took its place. What is kept:'}</p>
      <p class="version-list">
        {offered.map((each) => (
          <button key={each.version} type="button" onClick={() => show({ [name]: String(each.version) })}>
            {versionTitle(each)}
          </button>
        ))}
      </p>
    </EmptyState>
  );
}
