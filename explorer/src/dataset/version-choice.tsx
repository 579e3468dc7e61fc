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

/** Choice of a version, where there are several. */
export function VersionSelect({ dataset, value }: { dataset: DatasetDetail; value: number | null }) {
  const { version: current } = dataset;
  const versions = dataset.versions ?? [];
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

/** Shown where a link names a version that is not available: says so and offers those that are. */
export function VersionUnavailable(props: {
  id: string;
  version: number;
  /** The parameter of the address that names it. */
  name: 'version' | 'withVersion';
  /** A version that is not offered: the one it is compared with. */
  except?: number;
}) {
  const { id, version, name, except } = props;
  // The query for an unavailable version fails as a whole, so the versions are fetched by a query of their own.
  const dataset = useDataset(id).data?.dataset;
  if (!dataset) return <Loading lines={4} label="Loading the versions" />;
  const isFuture = version > dataset.version;
  const offered = (dataset.versions ?? []).filter((each) => each.version !== except);
  return (
    <EmptyState title={isFuture ? `Version ${version} does not exist yet` : `Version ${version} is no longer kept`}>
      <p>{isFuture ? 'Available versions:' : 'Only the newest versions are kept. Available versions:'}</p>
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
