import type { Column } from '../../../model/schema.js';
import { percentage } from '../../../model/text.js';
import type { ColumnCells } from '../../columns/column-cells.js';
import type { ColumnReading, TextColumn } from '../../columns/examine.js';
import { isMostlyPercentages } from '../../columns/plan-columns.js';
import { type Finding, type FindWarnings, inEachColumn } from './warning-kind.js';

/** A few percentages among numbers, amounts with a side of the ledger, and text columns with many numbers or dates. */
export const mixedTypes: FindWarnings = (table) => kinds.flatMap((find) => inEachColumn(find)(table) as Finding[]);

const kinds = [fewPercentages, ledgerSides, numbersInText];

function fewPercentages({ name }: Column, reading: ColumnReading): Omit<Finding, 'column'> | null {
  if (reading.kind !== 'NUMBER' || reading.allPercent || isMostlyPercentages(reading)) return null;
  const { count, example } = reading.features.percent;
  if (count === 0) return null;
  const message =
    count === 1
      ? `One of the numbers in "${name}" is a percentage, "${example}", and counts as hundredths beside the others.`
      : `${count} of the numbers in "${name}" are percentages, for example "${example}", and count as hundredths beside the others.`;
  return { message, count };
}

/** `1,234.50 CR`, `10,00 H`: credit, debit, Haben, Soll. */
const WITH_LEDGER_SIDE = /^[\d.,' ]*(?:\d ?[cd]r\.?|[.,]\d\d ?[hs])$/i;

function ledgerSides({ name }: Column, { kind, samples }: ColumnReading): Omit<Finding, 'column'> | null {
  const isSided = kind === 'TEXT' && samples.length > 0 && samples.every((cell) => WITH_LEDGER_SIDE.test(cell));
  if (!isSided) return null;
  const message = `"${name}" is read as text: its numbers end in a side of the ledger, for example "${samples[0]}", but the file does not say which side is negative. Write negative amounts with a minus sign in the file.`;
  return { message, count: null };
}

function numbersInText({ name }: Column, reading: ColumnReading): Omit<Finding, 'column'> | null {
  const { meaning } = reading;
  // Codes are text: `1E5` beside `3F4`.
  if (reading.kind !== 'TEXT' || reading.given !== null || meaning.identifier || meaning.account) return null;
  if (reading.mixed === 0) return silentText(name, reading);
  const message = `"${name}" is read as text, but ${percentage(reading.mixed)} of its cells are numbers or dates.`;
  return { message, count: null };
}

type TextReading = ColumnCells & TextColumn;

const MIN_SAMPLES = 3;
/** A date has a year, or a day and a month of two digits. */
const HAS_DATE_DIGITS = /\d(?:\D*\d){3}/;

/** A column whose header names amounts or dates and whose cells all hold digits, in a form that is not read. */
function silentText(name: string, { meaning, samples, zeros }: TextReading): Omit<Finding, 'column'> | null {
  if (samples.length < MIN_SAMPLES || zeros || samples.every((cell) => WITH_LEDGER_SIDE.test(cell))) return null;
  const isAmount = meaning.money || meaning.measure || meaning.duration;
  const isUnread = isAmount
    ? samples.every((cell) => /\d/.test(cell))
    : meaning.date && samples.every((cell) => HAS_DATE_DIGITS.test(cell));
  if (!isUnread) return null;
  const what = isAmount ? 'amounts' : 'dates';
  const message = `"${name}" is read as text: its header names ${what}, but cells such as "${samples[0]}" are not in a form that can be read as ${what}.`;
  return { message, count: null };
}
