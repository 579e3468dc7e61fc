import { useEffect, useState } from 'preact/hooks';
import { SearchIcon } from './icons.js';

const SEARCH_DELAY_MS = 250;

/** Searches when typing pauses. */
export function SearchField(props: {
  search: string;
  label: string;
  placeholder?: string;
  onSearch: (search: string) => void;
}) {
  const { search, label, placeholder = label, onSearch } = props;
  const [text, setText] = useState(search);
  useEffect(() => {
    if (search !== text.trim()) setText(search);
  }, [search]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === search.trim()) return;
    const timer = setTimeout(() => onSearch(wanted), SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label class="search">
      <SearchIcon />
      <span class="hidden">{label}</span>
      <input
        type="search"
        value={text}
        placeholder={placeholder}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          // Within a dialog, the dialog stays open.
          event.preventDefault();
          setText('');
        }}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </label>
  );
}
