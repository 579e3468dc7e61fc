import { useRef, useState } from 'preact/hooks';
import { ExplorerDeleteDocument } from '../../../clients/typescript/generated/graphql.js';
import { client, refreshCount } from '../api/client.js';
import { ReadingOptions } from '../datasets/reading-options.js';
import { readAgain, replaceFile } from '../datasets/uploads.js';
import { go, pages } from '../location.js';
import { Confirm } from '../ui/confirm.js';
import { DotsIcon } from '../ui/icons.js';
import { Menu } from '../ui/menu.js';
import type { DatasetDetail } from './use-dataset.js';

/** What can be done with a dataset as a whole. */
export function Manage({ dataset }: { dataset: DatasetDetail }) {
  const [asked, setAsked] = useState<'read' | 'delete' | File>();
  const input = useRef<HTMLInputElement>(null);
  const { id, name, version } = dataset;
  const close = () => setAsked(undefined);
  return (
    <>
      <Menu label={<DotsIcon />} title="Change this dataset" buttonClass="quiet square">
        <button type="button" onClick={() => setAsked('read')}>
          Read the file another way…
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          Replace the file…
        </button>
        <button type="button" class="danger-text" onClick={() => setAsked('delete')}>
          Delete…
        </button>
      </Menu>
      <input
        ref={input}
        hidden
        type="file"
        aria-label="A file to replace this one"
        onChange={() => {
          const file = input.current?.files?.[0];
          if (file) setAsked(file);
          input.current!.value = '';
        }}
      />
      {asked === 'read' && <ReadDialog dataset={dataset} onClose={close} />}
      {asked instanceof File && (
        <Confirm
          title="Replace the file?"
          action="Replace"
          onClose={close}
          onConfirm={async () => replaceFile(id, asked)}
        >
          <p>
            <strong>{asked.name}</strong> becomes version {version + 1} of “{name}”. Until it is read, version {version}{' '}
            answers; links to analyses then show the new data.
          </p>
        </Confirm>
      )}
      {asked === 'delete' && (
        <Confirm
          title="Delete this dataset?"
          action="Delete for good"
          onClose={close}
          onConfirm={async () => {
            const { error } = await client.peek().mutation(ExplorerDeleteDocument, { id }).toPromise();
            if (error) throw error;
            go(pages.datasets);
            refreshCount.value++;
          }}
        >
          <p>
            “{name}”, its file, all its versions and all analyses made of it are removed. Links to them stop working.
            This cannot be undone.
          </p>
        </Confirm>
      )}
    </>
  );
}

Manage.ReadAnotherWay = function ReadAnotherWay({ dataset }: { dataset: DatasetDetail }) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setAsked(true)}>
        Read it another way
      </button>
      {isAsked && <ReadDialog dataset={dataset} onClose={() => setAsked(false)} />}
    </>
  );
};

function ReadDialog({ dataset, onClose }: { dataset: DatasetDetail; onClose: () => void }) {
  const { id, source, failure } = dataset;
  return (
    <ReadingOptions
      fileName={source.fileName}
      format={source.format}
      sheets={source.sheets}
      failure={failure?.message}
      initial={{ sheet: source.sheet }}
      action="Read it again"
      onRead={(options) => readAgain(id, source.fileName, options)}
      onClose={onClose}
    />
  );
}
