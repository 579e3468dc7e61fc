import { checkedName, MAX_NAME_CHARACTERS } from '../../model/dataset-name.js';
import { visibleText } from '../../model/visible-text.js';

/**
 * The name of a new dataset: the one requested, or the file's without its extension; without invisible characters.
 * @throws INVALID_INPUT where the one requested is blank or longer than 200 characters
 */
export function datasetName(requested: string | null | undefined, fileName: string): string {
  return requested == null ? nameFromFile(fileName) : checkedName(requested);
}

function nameFromFile(fileName: string): string {
  const segment = fileName.split(/[/\\]/).at(-1) ?? '';
  const name = visibleText(segment)
    .trim()
    .replace(/(?<=.)\.[^.\s]{1,10}$/u, '');
  return [...name].slice(0, MAX_NAME_CHARACTERS).join('') || 'Untitled';
}
