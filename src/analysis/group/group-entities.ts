import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import { BLANK_ENTITY } from '../../model/analysis.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { BLANK_ID, idOfColumn, namesTable, partColumn, textColumn } from './entity-names.js';
import type { GroupedColumn, GroupSum } from './groups.js';
import { mergedTable } from './merge-spellings.js';
import { PARTS_SEPARATOR } from './parts-separator.js';
import { leaveOut, type Selection, type SelectionRequest, selectEntities } from './select-entities.js';

interface EntityRequest extends SelectionRequest {
  /** Whether the tables of groups are changed afterwards; else groups that need no computing are not copied. */
  areChanged: boolean;
}

/**
 * Makes `concentration_groups` and `concentration_unassigned(period INTEGER, units, row_count)`, of the entities that are
 * selected.
 */
export async function groupEntities(
  connection: Connection,
  columns: readonly GroupedColumn[],
  { parameters: { blanks, only, exclude } }: ResolvedRequest,
  sums: readonly GroupSum[],
  { areChanged, ...selecting }: EntityRequest,
): Promise<Selection | null> {
  const parts = columns.map((_, index) => partColumn(index));
  const names = sums.map(({ name }) => name);
  const more = names.map((name) => `, ${name}`).join('');
  const moreSummed = names.map((name) => `, sum(${name}) AS ${name}`).join('');
  const isSelecting = only !== undefined || exclude !== undefined;
  const haveIds = parts.length === 1 && columns[0]!.hasIds;
  if (haveIds && columns[0]!.hasMerged) await mergeGroups(connection, names);
  const unmerged = haveIds ? [{ ...columns[0]!, hasMerged: false }] : columns;
  await connection.run(
    `CREATE TEMP ${haveIds && !isSelecting ? 'VIEW' : 'TABLE'} concentration_parts AS ${partsSql(unmerged, names)}`,
  );
  const isUnassigned = blanks === 'APART' ? parts.map((part) => `${part} = ${BLANK_ID}`).join(' AND ') : 'false';
  if (parts.length > 1) await createTuples(connection, parts, isUnassigned);
  const selection = isSelecting ? await selectEntities(connection, selecting) : null;
  if (selection !== null) await leaveOut(connection, parts, selection);
  await connection.run(
    `CREATE TEMP TABLE concentration_unassigned AS
     SELECT period, sum(units) AS units, sum(row_count)::BIGINT AS row_count${moreSummed} FROM concentration_parts
     WHERE ${isUnassigned} GROUP BY period`,
  );
  await connection.run(
    parts.length === 1
      ? `CREATE TEMP ${areChanged ? 'TABLE' : 'VIEW'} concentration_groups AS
         SELECT period, ${parts[0]} AS entity, units, row_count${more} FROM concentration_parts WHERE NOT (${isUnassigned})`
      : `CREATE TEMP TABLE concentration_groups AS
         SELECT period, id AS entity, units, row_count${more}
         FROM concentration_parts JOIN concentration_tuples USING (${parts.join(', ')})`,
  );
  return selection;
}

/** SQL: the groups with the ids of their names, a column a part; spellings of one name added up. */
function partsSql(columns: readonly GroupedColumn[], sums: readonly string[]): string {
  const ids = columns.map(({ hasIds }, index) => (hasIds ? `spelled.${idOfColumn(index)}` : `name_${index}.id`));
  const joins = columns.flatMap(({ hasMerged, hasIds }, index) => {
    const [name, merged] = [`name_${index}`, `merged_${index}`];
    return [
      ...(hasIds ? [] : [`LEFT JOIN ${namesTable(index)} AS ${name} ON ${name}.text = spelled.${textColumn(index)}`]),
      ...(hasMerged ? [`LEFT JOIN ${mergedTable(index)} AS ${merged} ON ${merged}.id = ${ids[index]}`] : []),
    ];
  });
  const parts = columns.map(({ hasMerged }, index) => {
    const entity = hasMerged ? `merged_${index}.entity, ${ids[index]}` : ids[index];
    return `coalesce(${entity}, ${BLANK_ID}) AS ${partColumn(index)}`;
  });
  const isMerged = columns.some(({ hasMerged }) => hasMerged);
  const [units, rows] = isMerged
    ? ['sum(spelled.units) AS units', 'sum(row_count)::BIGINT AS row_count']
    : ['spelled.units', 'row_count'];
  const more = sums.map((name) => (isMerged ? `, sum(${name}) AS ${name}` : `, ${name}`)).join('');
  return `SELECT period, ${parts.join(', ')}, ${units}, ${rows}${more}
    FROM concentration_spelled AS spelled ${joins.join(' ')} ${isMerged ? 'GROUP BY ALL' : ''}`;
}

/** In `concentration_spelled` of one column with ids, puts the groups of entities in place of those of the names merged. */
async function mergeGroups(connection: Connection, sums: readonly string[]): Promise<void> {
  const [id, merged] = [idOfColumn(0), mergedTable(0)];
  const moreSummed = sums.map((name) => `, sum(${name}) AS ${name}`).join('');
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_merged_groups AS
     SELECT period, entity, sum(spelled.units) AS units, sum(row_count)::BIGINT AS row_count${moreSummed}
     FROM concentration_spelled AS spelled JOIN ${merged} AS merged ON merged.id = spelled.${id} GROUP BY period, entity`,
  );
  await connection.run(`DELETE FROM concentration_spelled WHERE ${id} IN (SELECT id FROM ${merged})`);
  await connection.run('INSERT INTO concentration_spelled FROM concentration_merged_groups');
}

/** Makes `concentration_tuples(id INTEGER, text VARCHAR, text_0 VARCHAR, …, part_0 INTEGER, …)`: entities of several columns. */
async function createTuples(connection: Connection, parts: readonly string[], isUnassigned: string): Promise<void> {
  const texts = parts.map((_, index) => `name_${index}.text`);
  const shown = texts.map((text) => `coalesce(${text}, ${quoteText(BLANK_ENTITY)})`);
  const joins = parts.map(
    (part, index) => `LEFT JOIN ${namesTable(index)} AS name_${index} ON name_${index}.id = ${part}`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE concentration_tuples AS
     SELECT (row_number() OVER () - 1)::INTEGER AS id, concat_ws(${quoteText(PARTS_SEPARATOR)}, ${shown.join(', ')}) AS text,
       ${texts.map((text, index) => `${text} AS ${textColumn(index)}`).join(', ')}, ${parts.join(', ')}
     FROM (SELECT DISTINCT ${parts.join(', ')} FROM concentration_parts WHERE NOT (${isUnassigned})) ${joins.join(' ')}`,
  );
}
