import { ConcentricError } from './errors.js';
import { visibleText } from './visible-text.js';

export const MAX_NAME_CHARACTERS = 200;

/**
 * A requested name of a dataset, without invisible characters and without white space around it.
 * @throws INVALID_INPUT where it is blank or longer than 200 characters
 */
export function checkedName(requested: string): string {
  const name = visibleText(requested).trim();
  const length = [...name].length;
  if (length >= 1 && length <= MAX_NAME_CHARACTERS) return name;
  throw new ConcentricError(
    'INVALID_INPUT',
    `"name" must have 1 to ${MAX_NAME_CHARACTERS} visible characters; got ${length}.`,
    { argument: 'name', max: MAX_NAME_CHARACTERS, got: length },
  );
}
