import type { ComponentChildren } from 'preact';

/** Scrolls content that is larger than its container, also by keyboard. */
export function ScrollArea({
  label,
  class: extra = '',
  children,
}: {
  label: string;
  class?: string;
  children: ComponentChildren;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard (axe: scrollable-region-focusable).
    <section class={`scroll ${extra}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
