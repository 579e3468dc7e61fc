import type {
  ColumnOptions,
  ColumnType,
  ExplorerSchemaFragment,
} from '../../../clients/typescript/generated/graphql.js';
import type { Correction } from '../format/column-words.js';

type Column = Pick<ExplorerSchemaFragment['columns'][number], 'name' | 'originalName' | 'dataType' | 'timePart'>;

/** The correction of a column among those of its version; empty where there is none. */
export function correctionOf(column: Column, corrections: readonly ColumnOptions[] | null | undefined): Correction {
  const entry = corrections?.find((each) => isOf(column, each));
  if (!entry) return {};
  const { name: _, ...correction } = entry;
  return correction;
}

/** The corrections with another one for a column; an empty one removes it. */
export function withCorrection(
  corrections: readonly ColumnOptions[] | null | undefined,
  column: Column,
  correction: Correction,
): ColumnOptions[] {
  const others = (corrections ?? []).filter((entry) => !isOf(column, entry));
  const isEmpty = Object.values(correction).every((value) => value === undefined || value === null);
  return isEmpty ? others : [...others, { name: column.name, ...correction }];
}

/** The API takes a column by its name or by its header. */
function isOf({ name, originalName }: Column, entry: ColumnOptions): boolean {
  const asked = entry.name.trim().toLowerCase();
  return asked === name || asked === originalName.trim().toLowerCase();
}

/** What the cells of a column were read as. */
export function kindOf({ dataType, timePart }: Column): Exclude<ColumnType, 'IGNORE'> {
  switch (dataType) {
    case 'INTEGER':
    case 'DECIMAL':
    case 'DOUBLE':
      return 'NUMBER';
    case 'DATE':
    case 'TIMESTAMP':
      return 'DATE';
    case 'BOOLEAN':
      return 'BOOLEAN';
    case 'STRING':
      return timePart === 'PERIOD' ? 'PERIOD' : 'TEXT';
  }
}

/** Only what applies to the type: numbers have a unit and a decimal mark, dates an order. */
export function applicable({ type, scale, decimalMark, dateOrder }: Correction, kind: ColumnType): Correction {
  return {
    type: type ?? undefined,
    scale: kind === 'NUMBER' ? (scale ?? undefined) : undefined,
    decimalMark: kind === 'NUMBER' ? (decimalMark ?? undefined) : undefined,
    dateOrder: kind === 'DATE' ? (dateOrder ?? undefined) : undefined,
  };
}
