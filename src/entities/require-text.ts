import { ConcentricError } from '../model/errors.js';
import type { Column, DatasetSchema } from '../model/schema.js';

/** @throws COLUMN_NOT_TEXT */
export function requireText(schema: DatasetSchema, column: Column): void {
  if (column.dataType === 'STRING') return;
  const available = schema.columns.filter(({ dataType }) => dataType === 'STRING').map(({ name }) => name);
  const choice =
    available.length > 0 ? `Columns of text: ${available.join(', ')}.` : 'The dataset has no column of text.';
  throw new ConcentricError(
    'COLUMN_NOT_TEXT',
    `Column ${JSON.stringify(column.name)} holds no names: its type is ${column.dataType}. ${choice}`,
    { column: column.name, dataType: column.dataType, available },
  );
}
