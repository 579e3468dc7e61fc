import { useState } from 'preact/hooks';
import { ExplorerRenameDocument } from '../../../clients/typescript/generated/graphql.js';
import { client, refreshCount } from '../api/client.js';
import { errorText } from '../api/error-text.js';
import { Dialog, DialogActions } from '../ui/dialog.js';
import type { DatasetDetail } from './use-dataset.js';

/** Gives a dataset another name. Its versions and analyses stay as they are. */
export function RenameDialog({ dataset: { id, name }, onClose }: { dataset: DatasetDetail; onClose: () => void }) {
  const [chosen, setChosen] = useState(name);
  const [refusal, setRefusal] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    const { error } = await client.peek().mutation(ExplorerRenameDocument, { id, name: chosen }).toPromise();
    if (error) {
      setRefusal(errorText(error).message);
      return setBusy(false);
    }
    refreshCount.value++;
    onClose();
  };
  return (
    <Dialog title="Rename this dataset" onClose={onClose}>
      <form class="fields" onSubmit={submit}>
        <label>
          Name
          <input
            value={chosen}
            maxLength={200}
            autocomplete="off"
            onInput={(event) => setChosen(event.currentTarget.value)}
          />
        </label>
        <DialogActions
          onClose={onClose}
          action="Rename"
          isReady={!isBusy && chosen.trim() !== '' && chosen !== name}
          refusal={refusal}
        />
      </form>
    </Dialog>
  );
}
