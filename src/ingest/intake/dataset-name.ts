import { ConcentricError } from '../../model/errors.js';

const MAX_NAME_CHARACTERS = 200;

/**
 * The name of a new dataset: the one asked for, or the file's without its extension.
 * @throws INVALID_INPUT where the one asked for is blank or longer than 200 characters
 */
export function datasetName(asked: string | null | undefined, fileName: string): string {
  if (asked == null) return fromFileName(fileName);
  const name = asked.trim();
  const length = [...name].length;
  if (length >= 1 && length <= MAX_NAME_CHARACTERS) return name;
  throw new ConcentricError(
    'INVALID_INPUT',
    `"name" must have 1 to ${MAX_NAME_CHARACTERS} characters; got ${length}. Leave it out to take the file's name.`,
    { length },
  );
}

function fromFileName(fileName: string): string {
  const segment = fileName.split(/[/\\]/).at(-1) ?? '';
  const visible = segment.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  const name = visible.replace(/(?<=.)\.[^.\s]{1,10}$/u, '');
  return [...name].slice(0, MAX_NAME_CHARACTERS).join('') || 'Untitled';
}
