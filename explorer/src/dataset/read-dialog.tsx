import { useState } from 'preact/hooks';
import { ReadingOptions } from '../datasets/reading-options.js';
import { readAgain } from '../datasets/uploads.js';
import type { DatasetDetail } from './use-dataset.js';
import { usedOptions } from './used-options.js';

/** The options a stored file is read with, to be changed. A file that was never read has none yet. */
export function ReadDialog({ dataset, onClose }: { dataset: DatasetDetail; onClose: () => void }) {
  const { id, source, failure } = dataset;
  const { columns, ...used } = usedOptions(dataset);
  return (
    <ReadingOptions
      fileName={source.fileName}
      format={source.format}
      sheets={source.sheets}
      failure={failure?.message}
      detected={source}
      initial={{ ...used, sheet: used.sheet ?? source.sheet }}
      action="Read again"
      onRead={(options) => readAgain(id, source.fileName, { ...options, columns })}
      onClose={onClose}
    />
  );
}

/** Opens the dialog. */
export function ReadAgainButton({ dataset }: { dataset: DatasetDetail }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Change how it is read…
      </button>
      {isOpen && <ReadDialog dataset={dataset} onClose={() => setOpen(false)} />}
    </>
  );
}
