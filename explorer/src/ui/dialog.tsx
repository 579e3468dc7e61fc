import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { CloseIcon } from './icons.js';

/** A modal dialog: keeps the focus inside and returns it when closed. */
export function Dialog(props: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  width?: 'narrow' | 'wide' | 'full' | 'screen';
}) {
  const { title, onClose, children, width = 'narrow' } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    // Starts at the first field, else at the first action, not at the close button.
    dialog.current?.querySelector<HTMLElement>('input, select, .dialog-actions button, .query-actions a')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog closedby="any" ref={dialog} class={`dialog ${width}`} aria-labelledby={titleId} onClose={onClose}>
      <div class="dialog-body">
        <header>
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="quiet square" aria-label="Close" onClick={() => dialog.current?.close()}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}

/** The end of a form in a dialog: why it was refused, and the buttons that leave and apply it. */
export function DialogActions(props: { onClose: () => void; action: string; isReady: boolean; refusal?: string }) {
  const { onClose, action, isReady, refusal } = props;
  return (
    <>
      {refusal && (
        <p class="field-error" role="alert">
          {refusal}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button type="submit" class="primary" disabled={!isReady}>
          {action}
        </button>
      </div>
    </>
  );
}
