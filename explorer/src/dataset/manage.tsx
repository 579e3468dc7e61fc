import { useRef, useState } from 'preact/hooks';
import { ExplorerDeleteDocument } from '../../../clients/typescript/generated/graphql.js';
import { client, refreshCount } from '../api/client.js';
import { addFiles, replaceFile } from '../datasets/uploads.js';
import { go, pages } from '../location.js';
import { Confirm } from '../ui/confirm.js';
import { DotsIcon } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import { FilesDialog } from './files-dialog.js';
import { ReadDialog } from './read-dialog.js';
import { RenameDialog } from './rename-dialog.js';
import type { DatasetDetail } from './use-dataset.js';

/** The menu of what can be done with a dataset: rename it, read it again, replace its file, delete it. */
export function Manage({ dataset }: { dataset: DatasetDetail }) {
  const [open, setOpen] = useState<'read' | 'rename' | 'files' | 'delete' | File>();
  const input = useRef<HTMLInputElement>(null);
  const added = useRef<HTMLInputElement>(null);
  const { id, name, version } = dataset;
  const sourceCount = dataset.sources?.length ?? 1;
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu label={<DotsIcon />} title="Dataset actions" buttonClass="quiet square">
        <button type="button" onClick={() => setOpen('rename')}>
          Rename…
        </button>
        <button type="button" onClick={() => setOpen('read')}>
          Change how it is read…
        </button>
        <button type="button" onClick={() => added.current?.click()}>
          Add files…
        </button>
        <button type="button" onClick={() => setOpen('files')}>
          Files…
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          {sourceCount > 1 ? 'Replace all files…' : 'Replace the file…'}
        </button>
        <button type="button" class="danger-text" onClick={() => setOpen('delete')}>
          Delete…
        </button>
      </Menu>
      <input
        ref={input}
        hidden
        type="file"
        aria-label="New file"
        onChange={() => {
          const file = input.current?.files?.[0];
          if (file) setOpen(file);
          input.current!.value = '';
        }}
      />
      <input
        ref={added}
        hidden
        type="file"
        multiple
        aria-label="Files to add"
        onChange={() => {
          const files = [...(added.current?.files ?? [])];
          if (files.length > 0) addFiles(id, files);
          added.current!.value = '';
        }}
      />
      {open === 'files' && <FilesDialog dataset={dataset} onClose={close} />}
      {open === 'rename' && <RenameDialog dataset={dataset} onClose={close} />}
      {open === 'read' && <ReadDialog dataset={dataset} onClose={close} />}
      {open instanceof File && (
        <Confirm
          title={sourceCount > 1 ? 'Replace all files?' : 'Replace the file?'}
          action="Replace"
          onClose={close}
          onConfirm={async () => replaceFile(id, open)}
        >
          <p>
            <strong>{open.name}</strong>
            {sourceCount > 1 && ` takes the place of all ${sourceCount} files and`} becomes version {version + 1} of “
            {name}”. You see version {version} until the new file is read. Links without a version number then show the
            new data.
          </p>
        </Confirm>
      )}
      {open === 'delete' && (
        <Confirm
          title="Delete this dataset?"
          action="Delete permanently"
          onClose={close}
          onConfirm={async () => {
            const { error } = await client.peek().mutation(ExplorerDeleteDocument, { id }).toPromise();
            if (error) throw error;
            go(pages.datasets);
            refreshCount.value++;
          }}
        >
          <p>
            “{name}”, its files, versions and analyses are deleted, and links to them stop working. This cannot be
            undone.
          </p>
        </Confirm>
      )}
    </>
  );
}
