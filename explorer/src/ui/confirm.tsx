import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from './dialog.js';

/** Asks for confirmation. Stays open and shows the message if the action fails. */
export function Confirm(props: {
  title: string;
  action: string;
  /** Nothing is lost by it. */
  isHarmless?: boolean;
  children: ComponentChildren;
  onConfirm: () => Promise<void>;
  onClose: () => void;
}) {
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await props.onConfirm();
      props.onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message.replace(/^\[\w+\] /, '') : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      {props.children}
      {failure && (
        <p class="field-error" role="alert">
          {failure}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" onClick={props.onClose}>
          Cancel
        </button>
        <button type="button" class={props.isHarmless ? 'primary' : 'danger'} disabled={isBusy} onClick={confirm}>
          {props.action}
        </button>
      </div>
    </Dialog>
  );
}
