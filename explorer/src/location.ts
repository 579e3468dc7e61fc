import { signal } from '@preact/signals';

/**
 * The address. Everything a view shows is in it, so that every view is a permanent link. Only this file reads and writes
 * it.
 */
export const location = signal(readAddress());

export interface Address {
  path: string;
  query: URLSearchParams;
}

function readAddress(): Address {
  return { path: window.location.pathname, query: new URLSearchParams(window.location.search) };
}

window.addEventListener('popstate', () => {
  location.value = readAddress();
});

/** Opens another page at its top, with a new entry in the history. */
export function go(to: string): void {
  history.pushState(null, '', to);
  location.value = readAddress();
  window.scrollTo(0, 0);
}

/** Changes parameters of the current view; null or an empty list removes one, a list repeats it. Adds an entry to the history unless `replace` is set. */
export function show(changes: Record<string, string | readonly string[] | null>, { replace = false } = {}): void {
  const { path, query } = location.peek();
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    for (const each of typeof value === 'string' ? [value] : (value ?? [])) next.append(name, each);
  }
  const search = next.toString();
  if (search === query.toString()) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', search ? `${path}?${readable(search)}` : path);
  location.value = readAddress();
}

/** A version number from the address; null where there is none. */
export function readVersion(name: 'version' | 'withVersion'): number | null {
  const text = location.value.query.get(name) ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** Commas, colons and tildes need no escaping in a query, and links are easier to read without it. */
function readable(search: string): string {
  return search.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%7E', '~');
}

/** Follows links within the page without loading it again; leaves everything else to the browser. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element).closest('a');
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  if (url.origin !== window.location.origin || !isPage(url.pathname) || url.hash) return;
  event.preventDefault();
  go(url.pathname + url.search);
}

function isPage(path: string): boolean {
  return path === '/' || path.startsWith('/d/');
}

/** The part of an address that names a version; none for the current one. */
export function versionQuery(version: number | null): Record<string, string> | undefined {
  return version === null ? undefined : { version: String(version) };
}

export const pages = {
  datasets: '/',
  dataset: (
    id: string,
    tab: '' | 'rows' | 'names' | 'lineage' | 'analysis' = '',
    query?: Record<string, string | readonly string[]>,
  ) => {
    const parameters = Object.entries(query ?? {}).flatMap(([name, value]) =>
      (typeof value === 'string' ? [value] : value).map((each) => [name, each]),
    );
    const search = query ? `?${readable(new URLSearchParams(parameters).toString())}` : '';
    return `/d/${id}${tab && `/${tab}`}${search}`;
  },
};
