/** The values of an entity in the columns it is grouped by; null for a blank cell. */
export type EntityParts = readonly (string | null)[];

/** A key as a parameter of the address: the name itself, or JSON where there are several columns or a blank cell. */
export function writtenKey(parts: EntityParts): string {
  const [only] = parts;
  const isPlain = parts.length === 1 && typeof only === 'string' && !only.startsWith('[');
  return isPlain ? only : JSON.stringify(parts);
}

export function parsedKey(text: string): EntityParts {
  if (!text.startsWith('[')) return [text];
  try {
    const parts: unknown = JSON.parse(text);
    if (Array.isArray(parts) && parts.every((part) => part === null || typeof part === 'string')) return parts;
  } catch {
    // A name that begins with a bracket, in an address written by hand.
  }
  return [text];
}

export function keyName(parts: EntityParts): string {
  return parts.map((part) => part ?? '(blank)').join(' · ');
}

export function isSameKey(a: EntityParts, b: EntityParts): boolean {
  return writtenKey(a) === writtenKey(b);
}
