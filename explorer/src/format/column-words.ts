import type {
  ColumnOptions,
  ColumnType,
  DateOrder,
  NumberScale,
} from '../../../clients/typescript/generated/graphql.js';

// Each table is complete by its type: a new value of the contract does not compile until it has its words here.

/** What a column can be read as, in a list of choices. */
export const columnTypes: Record<ColumnType, string> = {
  TEXT: 'Text, as it is in the file',
  NUMBER: 'Numbers',
  DATE: 'Dates',
  PERIOD: 'Years, quarters or months',
  BOOLEAN: 'Yes or no',
  IGNORE: 'Nothing: leave the column out',
};

export const scaleNames: Record<NumberScale, string> = {
  HUNDREDTHS: 'Hundredths, such as cents',
  THOUSANDS: 'Thousands',
  MILLIONS: 'Millions',
  BILLIONS: 'Billions',
};

/** What becomes of the cells. */
const typeEffects: Record<ColumnType, string> = {
  TEXT: 'Every cell stays as it is in the file, and nothing is added up.',
  NUMBER: 'Cells that are no numbers become empty; they are counted and listed.',
  DATE: 'Cells that are no dates become empty; they are counted and listed.',
  PERIOD: 'Cells that name no year, quarter or month become empty; they are counted and listed.',
  BOOLEAN: 'Cells other than yes or no become empty; they are counted and listed.',
  IGNORE: 'The column is no longer in the data. You can put it back at any time.',
};

const scaleEffects: Record<NumberScale, string> = {
  HUNDREDTHS: '1,234 counts as 12.34.',
  THOUSANDS: '1,234 counts as 1,234,000.',
  MILLIONS: '1,234 counts as 1,234,000,000.',
  BILLIONS: '1,234 counts as 1,234,000,000,000.',
};

const orderEffects: Record<DateOrder, string> = {
  DMY: '03/04/2024 is 3 April 2024.',
  MDY: '03/04/2024 is 4 March 2024.',
  YMD: '24/03/04 is 4 March 2024.',
};

export type Correction = Omit<ColumnOptions, 'name'>;

/** What changes by a correction of a column, in sentences. */
export function effectsOf({ type, scale, decimalMark, dateOrder }: Correction): string[] {
  return [
    type ? typeEffects[type] : undefined,
    scale ? scaleEffects[scale] : undefined,
    decimalMark === 'COMMA' ? '1.234 is more than a thousand.' : undefined,
    decimalMark === 'POINT' ? '1.234 is a little more than one.' : undefined,
    dateOrder ? orderEffects[dateOrder] : undefined,
  ].filter((effect) => effect !== undefined);
}

/** A correction in a few words: `numbers, in thousands`. */
export function correctionInWords({ type, scale, decimalMark, dateOrder }: Correction): string {
  const types: Record<ColumnType, string> = {
    TEXT: 'text',
    NUMBER: 'numbers',
    DATE: 'dates',
    PERIOD: 'periods',
    BOOLEAN: 'yes or no',
    IGNORE: 'left out',
  };
  const scales: Record<NumberScale, string> = {
    HUNDREDTHS: 'in hundredths',
    THOUSANDS: 'in thousands',
    MILLIONS: 'in millions',
    BILLIONS: 'in billions',
  };
  const orders: Record<DateOrder, string> = { DMY: 'day first', MDY: 'month first', YMD: 'year first' };
  return [
    type ? types[type] : undefined,
    scale ? scales[scale] : undefined,
    decimalMark ? `decimal ${decimalMark === 'COMMA' ? 'comma' : 'point'}` : undefined,
    dateOrder ? orders[dateOrder] : undefined,
  ]
    .filter((words) => words !== undefined)
    .join(', ');
}
