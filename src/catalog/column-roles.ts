import { ConcentricError } from '../model/errors.js';
import { type Column, ColumnRole, type DataType } from '../model/schema.js';

/** What the values of a column are, in messages. */
const CONTENTS = {
  STRING: 'text',
  DECIMAL: 'numbers',
  DOUBLE: 'numbers',
  INTEGER: 'numbers',
  DATE: 'dates',
  TIMESTAMP: 'dates',
  BOOLEAN: 'yes or no',
} satisfies Record<DataType, string>;

/** What a role needs, and the type that a column must be read as to have it. */
const NEEDS: Partial<Record<ColumnRole, { values: string; type: string }>> = {
  NUMERIC: { values: 'numbers', type: 'NUMBER' },
  DATETIME: { values: 'dates, years or other periods', type: 'DATE or PERIOD' },
  BOOLEAN: { values: 'yes or no', type: 'BOOLEAN' },
};

/** Whether the values of a column allow a role. Any value can be a name, a code or a text. */
export function allowsRole({ dataType, timePart }: Column, role: ColumnRole): boolean {
  switch (role) {
    case 'NUMERIC':
      return CONTENTS[dataType] === 'numbers';
    case 'DATETIME':
      return timePart !== null;
    case 'BOOLEAN':
      return dataType === 'BOOLEAN';
    default:
      return true;
  }
}

/** The roles that saveSchema can give a column. */
export function availableRoles(column: Column): ColumnRole[] {
  return Object.values(ColumnRole).filter((role) => allowsRole(column, role));
}

/** @throws ROLE_NOT_AVAILABLE */
export function requireRoleFits(column: Column, role: ColumnRole): void {
  if (allowsRole(column, role)) return;
  const { name, dataType } = column;
  const need = NEEDS[role];
  const available = availableRoles(column);
  throw new ConcentricError(
    'ROLE_NOT_AVAILABLE',
    `Column "${name}" cannot have the role ${role}: it holds ${CONTENTS[dataType]}, and the role needs ${need?.values}. Read it as ${need?.type} first, with normalizeDataset(options: { columns: [{ name: "${name}", type: … }] }), or choose one of ${available.join(', ')}.`,
    { column: name, role, dataType, available },
  );
}
