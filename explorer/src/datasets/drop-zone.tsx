import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { UploadIcon } from '../ui/icons.js';
import { SeveralFiles } from './several-files.js';
import { uploadFiles } from './uploads.js';

const ACCEPTED = '.csv,.tsv,.txt,.xlsx,.xlsm,.parquet';

/** Uploads the files that are chosen, or dropped anywhere on the page. */
export function DropZone({ isLarge }: { isLarge: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  /** Several files that were chosen together, until it is said what they are. */
  const [several, setSeveral] = useState<File[]>();
  const take = useCallback((files: Iterable<File>) => {
    const all = [...files];
    if (all.length > 1) setSeveral(all);
    else uploadFiles(all);
  }, []);
  const isOver = useDroppedFiles(take);
  return (
    <div class={`drop ${isLarge ? 'large' : ''} ${isOver ? 'over' : ''}`}>
      <UploadIcon />
      <p>
        <strong>{isOver ? 'Release to upload' : 'Drop a spreadsheet here'}</strong>
        <span class="muted">CSV, TSV, Excel or Parquet, no clean-up needed</span>
      </p>
      <button type="button" class="primary" onClick={() => input.current?.click()}>
        Choose files
      </button>
      <input
        ref={input}
        hidden
        type="file"
        aria-label="Files to upload"
        multiple
        accept={ACCEPTED}
        onChange={() => {
          take(input.current!.files ?? []);
          input.current!.value = '';
        }}
      />
      {several && <SeveralFiles files={several} onClose={() => setSeveral(undefined)} />}
    </div>
  );
}

/** Accepts files dropped anywhere on the page while the component is shown. @returns whether files are being dragged over it */
function useDroppedFiles(onFiles: (files: Iterable<File>) => void): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      setOver(false);
      onFiles(event.dataTransfer!.files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [onFiles]);
  return isOver;
}
