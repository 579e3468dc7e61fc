import { useEffect, useId, useRef } from 'preact/hooks';

/** Views of one dataset, each with its own address. */
export function Tabs({
  label,
  tabs,
  current,
}: {
  label: string;
  tabs: { name: string; href: string }[];
  current: string;
}) {
  const nav = useRef<HTMLElement>(null);
  // On a phone the last ones are beyond its edge.
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <nav ref={nav} class="tabs" aria-label={label}>
      {tabs.map(({ name, href }) => (
        <a key={name} href={href} aria-current={name === current ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}

/** A group of radio buttons that switches between views of the same data. */
export function Choice<Value extends string>(props: {
  label: string;
  options: readonly { value: Value; name: string }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const { label, options, value, onChange } = props;
  const group = useId();
  return (
    <fieldset class="choice">
      <legend class="hidden">{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={group}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.name}</span>
        </label>
      ))}
    </fieldset>
  );
}
