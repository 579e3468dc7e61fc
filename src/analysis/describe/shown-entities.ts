import type { Connection } from '../../duckdb/connection.js';
import { BLANK_ENTITY } from '../../model/analysis.js';
import { entityTable, type Groups } from '../group/groups.js';

/** The name of an entity, and its parts where these are not just the name. */
export interface EntityName {
  entity: string;
  parts?: (string | null)[];
}

/** The names of some entities, by id. */
export async function namesOfEntities(
  connection: Connection,
  groups: Groups,
  ids: Iterable<number>,
): Promise<Map<number, EntityName>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { table, parts } = entityTable(groups);
  const found = await connection.runAndReadAll(
    `SELECT ${['id', 'text', ...parts].join(', ')} FROM ${table} WHERE id IN (${wanted.join(', ')})`,
  );
  const rows = found.getRowsJS() as [number, string, ...(string | null)[]][];
  for (const id of wanted) {
    const added = groups.addedNames?.get(id);
    if (added !== undefined) rows.push([id, added]);
  }
  return new Map(rows.map(([id, entity, ...values]) => [id, namedOf(groups, entity, values)]));
}

/** @param parts none where an entity is the value of one column */
export function namedOf({ isBlankEntity }: Groups, entity: string, parts: (string | null)[]): EntityName {
  if (isBlankEntity && entity === BLANK_ENTITY) return { entity, parts: [null] };
  return parts.length === 0 ? { entity } : { entity, parts };
}
