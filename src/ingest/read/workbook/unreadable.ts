import { ConcentricError } from '../../../model/errors.js';

/** What a message repeats of the file, at most. */
const MAX_QUOTED = 200;

/** A workbook, or the part of it named, that cannot be read as what it claims to be. */
export function unreadable(part: string, problem: string, options?: ErrorOptions): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    `The workbook cannot be read: ${cut(part)} ${cut(problem)}. Open it in a spreadsheet program, save it as .xlsx again and upload that.`,
    { part: cut(part) },
    options,
  );
}

function cut(text: string): string {
  return text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
}
