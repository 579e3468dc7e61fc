import { crc32 } from 'node:zlib';

const HEAD = /^{"revision":(\d{1,15}),"version":(\d{1,15}),"crc32":(\d{1,10}),"value":/;

/** What a value was made from: the record of its dataset as it then was. */
export interface MadeFrom {
  revision: number;
  version: number;
}

export interface Entry<T> {
  madeFrom: MadeFrom;
  value: T;
}

/** JSON with the revision first, where the scripts look for it, and a checksum of the value's own text. */
export function writeEntry({ madeFrom: { revision, version }, value }: Entry<unknown>): string {
  const text = JSON.stringify(value);
  return `{"revision":${revision},"version":${version},"crc32":${crc32(text)},"value":${text}}`;
}

/** What writeEntry wrote; null where the text is damaged or somebody else's. */
export function readEntry(text: string): Entry<unknown> | null {
  const [head, revision, version, checksum] = HEAD.exec(text) ?? [];
  if (head === undefined) return null;
  const value = text.slice(head.length, -1);
  if (!text.endsWith('}') || crc32(value) !== Number(checksum)) return null;
  try {
    return { madeFrom: { revision: Number(revision), version: Number(version) }, value: JSON.parse(value) };
  } catch {
    return null;
  }
}
