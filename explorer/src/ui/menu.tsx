import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

/** A button that opens a list of buttons and links; Escape or a click elsewhere closes it. */
export function Menu(props: {
  label: ComponentChildren;
  title?: string;
  children: ComponentChildren;
  buttonClass?: string;
}) {
  const { label, title, children, buttonClass = '' } = props;
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (!isOpen) return;
    const close = () => {
      setOpen(false);
      button.current?.focus();
    };
    const isWithin = (node: EventTarget | null) => root.current?.contains(node as Node) ?? false;
    const listeners = {
      keydown: (event: KeyboardEvent) => {
        if (event.key !== 'Escape') return;
        // Within a dialog, the dialog stays open.
        event.preventDefault();
        close();
      },
      // Closes after the chosen button has handled its own click.
      click: ({ target }: MouseEvent) =>
        list.current?.contains(target as Node) && (target as Element).closest('button, a') && close(),
      pointerdown: ({ target }: PointerEvent) => !isWithin(target) && setOpen(false),
      focusin: ({ target }: FocusEvent) => !isWithin(target) && setOpen(false),
    };
    const entries = Object.entries(listeners) as [string, EventListener][];
    for (const [type, listener] of entries) document.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of entries) document.removeEventListener(type, listener);
    };
  }, [isOpen]);
  return (
    <div class="menu" ref={root}>
      <button
        ref={button}
        type="button"
        class={buttonClass}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={title}
        title={title}
        onClick={() => setOpen(!isOpen)}
      >
        {label}
      </button>
      {isOpen && (
        <div class="menu-list" id={id} ref={list}>
          {children}
        </div>
      )}
    </div>
  );
}
