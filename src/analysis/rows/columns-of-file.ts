import type { Column } from '../../model/schema.js';
import { idColumn } from '../../names/names.js';
import { columnsBesideEntities, type ResolvedRequest } from '../parameters/parameters.js';

/**
 * The columns of the Parquet that an analysis reads: of a text column that has ids, the ids, unless texts are needed.
 * @param hasColumn whether the Parquet has a column
 */
export function columnsOfFile(request: ResolvedRequest, hasColumn: (name: string) => boolean): string[] {
  const { groupBy, filterColumns } = request;
  const byIds = ({ name }: Pick<Column, 'name'>) => (hasColumn(idColumn(name)) ? idColumn(name) : name);
  return [
    ...new Set([
      ...groupBy.map((column) => (isGroupedByTexts(request) ? column.name : byIds(column))),
      ...columnsBesideEntities(request).map(({ name }) => name),
      ...filterColumns.map(byIds),
    ]),
  ];
}

/** Whether blank cells are an entity, which is then the same as the text `(blank)`. */
export function isGroupedByTexts({ groupBy, parameters }: ResolvedRequest): boolean {
  return groupBy.length === 1 && parameters.blanks === 'ENTITY';
}
