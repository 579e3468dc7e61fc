import { visibleText } from '../model/visible-text.js';

/** Most file systems allow 255 bytes; this leaves space for suffixes added by tools. */
const MAX_NAME_BYTES = 100;
const MAX_EXTENSION_BYTES = 20;

/**
 * A safe name on disk for a client's file name: the last path segment (after either slash), without invisible characters,
 * leading dots and characters that other systems reject. It has at most 100 bytes of UTF-8, including the original
 * extension, and is never empty (`file`).
 */
export function safeName(fileName: string): string {
  const segment = fileName.split(/[/\\]/).at(-1) ?? '';
  const clean = visibleText(segment)
    .normalize('NFC')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 ? clean.slice(dot) : '';
  if (extension === '' || Buffer.byteLength(extension) > MAX_EXTENSION_BYTES) {
    return cut(clean, MAX_NAME_BYTES) || 'file';
  }
  return cut(clean.slice(0, dot), MAX_NAME_BYTES - Buffer.byteLength(extension)) + extension;
}

/** The longest prefix of complete characters with at most `maxBytes` bytes of UTF-8. */
function cut(text: string, maxBytes: number): string {
  let bytes = 0;
  let head = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    head += character;
  }
  return head;
}

/**
 * The name, or the first of `name (2).csv`, `name (3).csv`, … that is free. Letter case and Unicode form do not distinguish
 * names, as on most file systems.
 */
export function freeName(name: string, taken: readonly string[]): string {
  const fold = (text: string) => text.normalize('NFC').toLowerCase();
  const folded = new Set(taken.map(fold));
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  let free = name;
  for (let n = 2; folded.has(fold(free)); n++) free = `${stem} (${n})${name.slice(stem.length)}`;
  return free;
}
