import { visibleText } from '../model/visible-text.js';

/** Most file systems take 255 bytes; this leaves room for what tools append. */
const MAX_NAME_BYTES = 100;
const MAX_EXTENSION_BYTES = 20;

/**
 * A client's file name as one that is safe to give a file on disk: the last path segment (of either slash), without
 * invisible characters, characters that other systems refuse and leading dots; at most 100 bytes of UTF-8 with the
 * extension kept; never empty (`file`).
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

/** The longest head of whole characters within so many bytes of UTF-8. */
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
