import { ConcentricError } from '../../../model/errors.js';

/** Maximum length of text from the file in a message. */
const MAX_QUOTED_CHARACTERS = 200;

/** UNREADABLE_FILE for a workbook or one of its parts. `problem` is a predicate, such as `ends in the middle`. */
export function unreadable(part: string, problem: string, options?: ErrorOptions): ConcentricError {
  return new ConcentricError(
    'UNREADABLE_FILE',
    `The workbook cannot be read: ${truncate(part)} ${truncate(problem)}. Open it in a spreadsheet program, save it again as .xlsx and upload that file.`,
    { part: truncate(part) },
    options,
  );
}

function truncate(text: string): string {
  return text.length > MAX_QUOTED_CHARACTERS ? `${text.slice(0, MAX_QUOTED_CHARACTERS)}…` : text;
}
