import { ConcentricError } from '../../model/errors.js';
import { visibleText } from '../../model/visible-text.js';

const MAX_NAME_CHARACTERS = 200;

/**
 * The name of a new dataset: the one requested, or the file's without its extension; without invisible characters.
 * @throws INVALID_INPUT where the one requested is blank or longer than 200 characters
 */
export function datasetName(requested: string | null | undefined, fileName: string): string {
  if (requested == null) return nameFromFile(fileName);
  const name = visibleText(requested).trim();
  const length = [...name].length;
  if (length >= 1 && length <= MAX_NAME_CHARACTERS) return name;
  throw new ConcentricError(
    'INVALID_INPUT',
    `"name" must have 1 to ${MAX_NAME_CHARACTERS} visible characters; got ${length}. Leave it out to use the file's name.`,
    { length },
  );
}

function nameFromFile(fileName: string): string {
  const segment = fileName.split(/[/\\]/).at(-1) ?? '';
  const name = visibleText(segment)
    .trim()
    .replace(/(?<=.)\.[^.\s]{1,10}$/u, '');
  return [...name].slice(0, MAX_NAME_CHARACTERS).join('') || 'Untitled';
}
