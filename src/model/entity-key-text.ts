import { BLANK_ENTITY, type EntityKey } from './analysis.js';
import { shortened } from './text.js';

const MAX_LISTED = 10;
const PARTS_SEPARATOR = ' · ';

/** Keys in words, for people: `acme, beta · 5 and 3 more`. */
export function keysText(keys: readonly EntityKey[]): string {
  const listed = keys.slice(0, MAX_LISTED).map(keyText).join(', ');
  const rest = keys.length - MAX_LISTED;
  return rest > 0 ? `${listed} and ${rest.toLocaleString('en-US')} more` : listed;
}

function keyText({ parts }: EntityKey): string {
  return parts.map((part) => (part === null ? BLANK_ENTITY : shortened(part))).join(PARTS_SEPARATOR);
}
