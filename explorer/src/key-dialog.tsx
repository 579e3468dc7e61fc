import { useState } from 'preact/hooks';
import { apiKey, enterKey, isKeyWanted } from './api/key.js';
import { Dialog } from './ui/dialog.js';

/** Shown where the service requires an API key. */
export function KeyDialog() {
  const [text, setText] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim()) enterKey(text.trim());
  };
  return (
    <Dialog
      title={apiKey.value ? 'This key is not valid' : 'API key required'}
      onClose={() => {
        isKeyWanted.value = false;
      }}
    >
      <p class="muted">
        This service requires an API key; its operator can give you one. The key is kept until you close this tab.
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
