import { useState } from 'preact/hooks';
import { restoreVersion } from '../datasets/uploads.js';
import { Confirm } from '../ui/confirm.js';

/** Makes an earlier version the current one again, after a confirmation. */
export function RestoreButton({ id, version, current }: { id: string; version: number; current: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="as-link" aria-label={`Restore version ${version}…`} onClick={() => setOpen(true)}>
        Restore…
      </button>
      {isOpen && (
        <Confirm
          title={`Restore version ${version}?`}
          action="Restore"
          isHarmless
          onClose={() => setOpen(false)}
          onConfirm={() => restoreVersion(id, version)}
        >
          <p>
            Its rows, columns and corrections become version {current + 1}. Version {current} stays in the list as long
            as it is kept.
          </p>
        </Confirm>
      )}
    </>
  );
}
