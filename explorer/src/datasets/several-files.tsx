import { bytes, count } from '../format/numbers.js';
import { Dialog } from '../ui/dialog.js';
import { uploadAsOne, uploadFiles } from './uploads.js';

const MAX_LISTED = 8;

/** Asks whether files that were chosen together are parts of one table, such as a month each. */
export function SeveralFiles({ files, onClose }: { files: readonly File[]; onClose: () => void }) {
  const choose = (upload: (files: readonly File[]) => void) => () => {
    upload(files);
    onClose();
  };
  return (
    <Dialog title={`${count(files.length)} files`} onClose={onClose}>
      <ul class="plain">
        {files.slice(0, MAX_LISTED).map(({ name, size }, at) => (
          <li key={at}>
            {name} <span class="muted numbers">{bytes(size)}</span>
          </li>
        ))}
        {files.length > MAX_LISTED && <li class="muted">and {count(files.length - MAX_LISTED)} more</li>}
      </ul>
      <p class="muted">
        Are they parts of one table, such as a file for each month? Then their rows are stacked, and a column says which
        file a row came from.
      </p>
      <div class="dialog-actions">
        <button type="button" onClick={choose(uploadFiles)}>
          A dataset for each
        </button>
        <button type="button" class="primary" onClick={choose(uploadAsOne)}>
          One table
        </button>
      </div>
    </Dialog>
  );
}
