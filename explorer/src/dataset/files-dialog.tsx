import { useState } from 'preact/hooks';
import { errorText } from '../api/error-text.js';
import { removeFile } from '../datasets/uploads.js';
import { bytes, plural } from '../format/numbers.js';
import { moment } from '../format/time.js';
import { Dialog } from '../ui/dialog.js';
import type { DatasetDetail } from './use-dataset.js';

/** The files of a dataset; each but the last one can be left out of the next version. */
export function FilesDialog({ dataset, onClose }: { dataset: DatasetDetail; onClose: () => void }) {
  const { id } = dataset;
  const sources = dataset.sources ?? [];
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const remove = async (name: string) => {
    setBusy(true);
    try {
      await removeFile(id, name);
      onClose();
    } catch (error) {
      setRefusal(errorText(error as Error).message);
      setBusy(false);
    }
  };
  return (
    <Dialog title="Files of this dataset" onClose={onClose}>
      <ul class="plain">
        {sources.map(({ name, rowCount, sizeBytes, addedAt }) => (
          <li key={name} class="title-row">
            <span>
              <strong>{name}</strong>
              <br />
              <small class="muted">
                {typeof rowCount === 'number' && `${plural(rowCount, 'row')}, `}
                {bytes(sizeBytes)}
                {addedAt && `, added ${moment(addedAt)}`}
              </small>
            </span>
            {sources.length > 1 && (
              <button type="button" disabled={isBusy} aria-label={`Remove ${name}`} onClick={() => remove(name)}>
                Remove
              </button>
            )}
          </li>
        ))}
      </ul>
      {sources.length > 1 && (
        <p class="muted small">
          Without a file, the others become a new version. Earlier versions keep the file as long as they are kept.
        </p>
      )}
      {refusal && (
        <p class="field-error" role="alert">
          {refusal}
        </p>
      )}
    </Dialog>
  );
}
