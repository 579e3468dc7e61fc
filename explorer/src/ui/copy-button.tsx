import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CheckIcon } from './icons.js';

export function CopyButton({
  text,
  children,
  class: className = '',
}: {
  text: () => string | Promise<string>;
  children: ComponentChildren;
  class?: string;
}) {
  const [result, setResult] = useState<'Copied' | 'Not copied'>();
  const copy = async () => {
    setResult(
      await copyText(text())
        .then(() => 'Copied' as const)
        .catch(() => 'Not copied' as const),
    );
    setTimeout(() => setResult(undefined), 2000);
  };
  return (
    <button type="button" class={className} onClick={copy}>
      {result ? (
        <>
          {result === 'Copied' && <CheckIcon />} {result}
        </>
      ) : (
        children
      )}
      <span class="hidden" role="status">
        {result ?? ''}
      </span>
    </button>
  );
}

/** The clipboard API exists on localhost and over HTTPS only; elsewhere falls back to execCommand. */
async function copyText(content: string | Promise<string>): Promise<void> {
  if (navigator.clipboard) {
    if (typeof content === 'string') return navigator.clipboard.writeText(content);
    // Safari allows what is fetched after the click only as a promise within an item.
    const blob = content.then((text) => new Blob([text], { type: 'text/plain' }));
    return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
  }
  const text = await content;
  const field = document.createElement('textarea');
  field.value = text;
  const container = document.querySelector('dialog[open]') ?? document.body;
  container.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
