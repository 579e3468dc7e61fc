import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutFormulas } from '../../src/artifact/formula-text.js';

const ASCII_STARTS = ['=', '+', '-', '@'];
/** Every character that NFKC turns into a text that begins with one of the ASCII starts. */
const FORMULA_STARTS = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) => ASCII_STARTS.some((start) => character.normalize('NFKC').startsWith(start)));
const STRIPPED = ['', ' ', '\u00A0', '\u3000', '\uFEFF', '\u200B', '\u202E', '\0', '  \t '];

describe('withoutFormulas', () => {
  it('covers more than the four ASCII characters', () => {
    expect(FORMULA_STARTS).toEqual(expect.arrayContaining([...ASCII_STARTS, '＝', '＋', '－', '＠', '﹦', '⁼']));
  });

  it.each(FORMULA_STARTS)(
    'puts an apostrophe before %j at the start, also behind what a spreadsheet strips',
    (start) => {
      for (const stripped of STRIPPED) {
        expect(afterStripping(withoutFormulas(`${stripped}${start}1+1`))).toMatch(/^'/);
      }
    },
  );

  it.each([';', '|', '\t', '\n', '\r\n'])(
    'puts one behind %j, where another delimiter would begin a cell',
    (delimiter) => {
      for (const start of FORMULA_STARTS) {
        expect(withoutFormulas(`a${delimiter}${start}1+1`)).toBe(`a${delimiter}'${start}1+1`);
      }
    },
  );

  it.each(['\t', '\r'])('puts one before a text that begins with %j', (control) => {
    expect(withoutFormulas(`${control}x`)).toBe(`'${control}x`);
  });

  it.each(['ACME', 'a=b', 'Smith-Jones', 'me@home.org', '1+1', "'=1", '(=1)', '', 'R&D; -x'])(
    'treats %j as it should',
    (text) => {
      expect(withoutFormulas(text)).toBe(text === 'R&D; -x' ? "R&D;' -x" : text);
    },
  );

  it('only inserts apostrophes, and inserts nothing the second time', () => {
    const characters = fc.constantFrom(...FORMULA_STARTS, ...STRIPPED, ';', '\n', '\t', 'a', "'", '1');
    fc.assert(
      fc.property(fc.array(characters), (parts) => {
        const text = parts.join('');
        const once = withoutFormulas(text);
        expect(once.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
        expect(withoutFormulas(once)).toBe(once);
        for (const cell of once.split(/[;|\t\r\n]/)) {
          expect(afterStripping(cell).normalize('NFKC')).not.toMatch(/^[=+\-@]/);
        }
      }),
    );
  });
});

function afterStripping(cell: string): string {
  return cell.replace(/^[\s\p{Cc}\p{Cf}]+/u, '');
}
