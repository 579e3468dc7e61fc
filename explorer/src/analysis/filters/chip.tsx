import { CloseIcon } from '../../ui/icons.js';

/** A filter that can be removed, and changed where it has a form. */
export function Chip({ text, onEdit, onRemove }: { text: string; onEdit?: () => void; onRemove: () => void }) {
  return (
    <li class="chip">
      {onEdit ? (
        <button type="button" class="chip-text" aria-label={`Change the filter: ${text}`} title={text} onClick={onEdit}>
          {text}
        </button>
      ) : (
        <span class="chip-text" title={text}>
          {text}
        </span>
      )}
      <button type="button" class="chip-remove" aria-label={`Remove the filter: ${text}`} onClick={onRemove}>
        <CloseIcon />
      </button>
    </li>
  );
}
