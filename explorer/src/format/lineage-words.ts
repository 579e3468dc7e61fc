import type { ColumnOptions, DateOrder, PeriodGrain } from '../../../clients/typescript/generated/graphql.js';
import { correctionInWords } from './column-words.js';
import { grouped, plural } from './numbers.js';
import { grainNames } from './periods.js';
import { codeInWords, leftOutNames, typeNames } from './words.js';

/** The steps of an ingest. */
const stepNames: Record<string, string> = {
  READ: 'Read the file',
  SHAPE: 'Find the rows of data',
  EXAMINE: 'Detect the types',
  NORMALIZE: 'Convert the cells',
  DESCRIBE: 'Describe the columns',
};

const parameterNames: Record<string, string> = {
  columns: 'Columns',
  dateOrder: 'Dates',
  decimalMark: 'Decimal mark',
  delimiter: 'Separator',
  fillDown: 'Blank cells filled from above in',
  filledDown: 'Cells filled from above',
  headerRow: 'Header in row',
  leaveOutSubtotals: 'Leave out subtotals',
  periodGrain: 'Periods',
  rowsRead: 'Rows kept',
  sha256: 'SHA-256',
  sourceRows: 'Rows in the file',
  titleRows: 'Above the header',
  subtotals: 'Totals and subtotals',
  unpivot: 'Turn period columns into rows',
};

const dateOrders: Record<DateOrder, string> = { DMY: 'day first', MDY: 'month first', YMD: 'year first' };

const grains = Object.fromEntries(
  (Object.keys(grainNames) as PeriodGrain[]).map((grain) => [
    grain,
    grain === 'NONE' ? 'none' : `by ${grainNames[grain]}`,
  ]),
);

/** What the contract calls these; a step whose values are names of columns has none of them in its text otherwise. */
const valueNames: Record<string, string> = {
  true: 'yes',
  false: 'no',
  KEEP: 'keep',
  LEAVE_OUT: 'leave out',
  POINT: 'point',
  COMMA: 'comma',
  ...grains,
  ...dateOrders,
};

export function stepName(operation: string): string {
  return stepNames[operation] ?? codeInWords(operation);
}

/** The step that detects types names columns, whose names stay as they are. */
export function parameterName(operation: string, name: string): string {
  if (operation === 'EXAMINE') return name;
  return parameterNames[name] ?? codeInWords(name.replaceAll(/[A-Z]/g, (letter) => ` ${letter}`));
}

export function parameterValue(operation: string, value: string): string {
  if (operation === 'EXAMINE') return evidence(value);
  if (Object.hasOwn(valueNames, value)) return valueNames[value]!;
  if (/^\d+$/.test(value)) return grouped(value);
  if (!/^[[{]/.test(value)) return value;
  try {
    return listed(JSON.parse(value));
  } catch {
    return value;
  }
}

/** `DATE: 7 cells; MDY: 0 cells prove …` → date: 7 cells; month first: 0 cells prove … */
function evidence(text: string): string {
  return text
    .split('; ')
    .map((part) =>
      part.replace(
        /^([A-Z]+)(?=(?:, as given)?: )/,
        (word) => ({ ...typeNames, ...dateOrders })[word as keyof typeof typeNames] ?? word,
      ),
    )
    .map((part) =>
      part.replaceAll(/\b(DATE|YEAR_MONTH|YEAR_QUARTER|YEAR)\b/g, (grain) => grainNames[grain as PeriodGrain]),
    )
    .join('; ');
}

function listed(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(listed).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  if (isColumnOptions(value)) return `${value.name}: ${correctionInWords(value)}`;
  if (isRowsLeftOut(value)) return `${leftOutNames[value.reason]}: ${plural(value.count, 'row')}`;
  return Object.entries(value)
    .map(([name, part]) => `${name} ${listed(part)}`)
    .join(', ');
}

function isColumnOptions(value: object): value is ColumnOptions {
  return 'name' in value && ['type', 'scale', 'decimalMark', 'dateOrder'].some((option) => option in value);
}

function isRowsLeftOut(value: object): value is { reason: keyof typeof leftOutNames; count: number } {
  return 'reason' in value && 'count' in value && Object.hasOwn(leftOutNames, String(value.reason));
}
