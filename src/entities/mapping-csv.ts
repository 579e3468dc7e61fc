import type { EntityMapping } from '../model/entity-mapping.js';

export const MAPPING_HEADERS = ['name', 'entity', 'parent'] as const;

/** What a spreadsheet would run as a formula. */
const FORMULA = /^[=+\-@]/;
const SHIELDED = /^'(?=[=+\-@])/;

/**
 * The merges and parents as a table of the columns name, entity, parent: RFC 4180, a row each merged name, and each entity
 * that has a parent. An apostrophe before a name keeps spreadsheets from running it; reading takes it off again.
 */
export function mappingCsv({ merges, parents }: Pick<EntityMapping, 'merges' | 'parents'>): string {
  const parentOf = new Map(parents.map(({ entity, parent }) => [entity, parent]));
  const rows = merges.flatMap(({ entity, names }) => names.map((name) => [name, entity, parentOf.get(entity) ?? '']));
  const own = parents.map(({ entity, parent }) => [entity, entity, parent]);
  return [MAPPING_HEADERS, ...rows, ...own].map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

function csvCell(text: string): string {
  const shielded = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shielded) ? `"${shielded.replaceAll('"', '""')}"` : shielded;
}

/** A name without the apostrophe that mappingCsv put before it. */
export function unshielded(name: string): string {
  return name.replace(SHIELDED, '');
}
