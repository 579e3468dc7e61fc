import { ConcentricError } from '../../model/errors.js';

/** A workbook, or the part of it named, that cannot be read as what it claims to be. */
export function unreadable(part: string, problem: string, options?: ErrorOptions): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    `The workbook cannot be read: ${part} ${problem}. Open it in a spreadsheet program, save it as .xlsx again and upload that.`,
    { part },
    options,
  );
}
