import { useState } from 'preact/hooks';
import { apiKey, enterKey, isKeyWanted } from './api/key.js';
import { Dialog } from './ui/dialog.js';

/** Shown where the service refuses to answer without a key. */
export function KeyDialog() {
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim()) enterKey(text.trim());
  };
  return (
    <Dialog
      title={apiKey.value ? 'This key is not accepted' : 'A key is needed'}
      onClose={() => {
        isKeyWanted.value = false;
      }}
    >
      <p class="soft">
        This service answers those who have an API key; whoever runs it gives them out. It is kept until you close this
        tab.
      </p>
      <form class="fields" onSubmit={submit}>
        <label>
          API key
          <input
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <div class="dialog-actions">
          <button type="submit" class="primary" disabled={!text.trim()}>
            Use this key
          </button>
        </div>
      </form>
    </Dialog>
  );
}
