/** Formatting of numbers and texts in messages to users. */

const MAX_CHARACTERS = 60;

/** The text on one line with at most 60 characters: headers and cells can be long and contain line breaks. */
export function shortened(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()];
  return characters.length > MAX_CHARACTERS
    ? `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`
    : characters.join('');
}

/** `1 row`, `1,234 rows`. */
export function quantity(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** A share from 0 to 1 in percent with at most one decimal: `52.4 %`. */
export function percentage(share: number): string {
  return `${(Math.round(share * 1000) / 10).toLocaleString('en-US')} %`;
}
