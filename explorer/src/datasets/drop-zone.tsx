import { useEffect, useRef, useState } from 'preact/hooks';
import { UploadIcon } from '../ui/icons.js';
import { uploadFiles } from './uploads.js';

const ACCEPTED = '.csv,.tsv,.txt,.xlsx,.xlsm,.parquet';

/** Choose files, or drop them anywhere on the page. */
export function DropZone({ isLarge }: { isLarge: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const isOver = useDroppedFiles(uploadFiles);
  return (
    <div class={`drop ${isLarge ? 'large' : ''} ${isOver ? 'over' : ''}`}>
      <UploadIcon />
      <p>
        <strong>{isOver ? 'Let go to read it' : 'Drop a spreadsheet here'}</strong>
        <span class="soft">CSV, TSV, Excel or Parquet, as messy as it is</span>
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
          uploadFiles(input.current!.files ?? []);
          input.current!.value = '';
        }}
      />
    </div>
  );
}

/** The whole page takes files while this is shown. */
function useDroppedFiles(take: (files: Iterable<File>) => void): boolean {
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
      take(event.dataTransfer!.files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [take]);
  return isOver;
}
