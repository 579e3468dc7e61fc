import type { ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';

/** Whether the column holds amounts that can be added up. */
export function isAddable({ role, dataType }: ExplorerSchemaFragment['columns'][number]): boolean {
  return role === 'NUMERIC' && (dataType === 'DECIMAL' || dataType === 'INTEGER' || dataType === 'DOUBLE');
}
