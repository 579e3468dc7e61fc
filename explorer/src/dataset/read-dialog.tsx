import { useState } from 'preact/hooks';
import { ExplorerLineageDocument } from '../../../clients/typescript/generated/graphql.js';
import { useQueryResult } from '../api/use-query-result.js';
import { ReadingOptions } from '../datasets/reading-options.js';
import { readAgain } from '../datasets/uploads.js';
import type { DatasetDetail } from './use-dataset.js';
import { usedOptions } from './used-options.js';

/** The options a stored file is read with, to be changed. A file that was never read has none yet. */
export function ReadDialog({ dataset, onClose }: { dataset: DatasetDetail; onClose: () => void }) {
  const { id, source, failure, schema } = dataset;
  const isRead = Boolean(schema);
  const result = useQueryResult(ExplorerLineageDocument, { id, version: null }, { pause: !isRead, isChanging: true });
  const lineage = result.data?.dataset?.lineage;
  if (isRead && !lineage && !result.error) return null;
  const used = lineage ? usedOptions(lineage) : {};
  return (
    <ReadingOptions
      fileName={source.fileName}
      format={source.format}
      sheets={source.sheets}
      failure={failure?.message}
      detected={source}
      initial={{ ...used, sheet: used.sheet ?? source.sheet }}
      action="Read again"
      onRead={(options) => readAgain(id, source.fileName, options)}
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
