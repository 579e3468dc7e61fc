import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CheckIcon } from './icons.js';

export function CopyButton({
  text,
  children,
  class: className = '',
}: {
  text: () => string;
  children: ComponentChildren;
  class?: string;
}) {
  const [isDone, setDone] = useState(false);
  const copy = async () => {
    await copyText(text());
    setDone(true);
    setTimeout(() => setDone(false), 2000);
  };
  return (
    <button type="button" class={className} onClick={copy}>
      {isDone ? (
        <>
          <CheckIcon /> Copied
        </>
      ) : (
        children
      )}
      <span class="hidden" role="status">
        {isDone ? 'Copied' : ''}
      </span>
    </button>
  );
}

/** The clipboard API exists on localhost and over HTTPS only; elsewhere falls back to execCommand. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement('textarea');
  field.value = text;
  const container = document.querySelector('dialog[open]') ?? document.body;
  container.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
