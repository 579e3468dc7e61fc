import { describe, expect, it } from 'vitest';
import { visibleText } from '../../src/model/visible-text.js';
import { safeName } from '../../src/storage/safe-name.js';

/** By the Unicode Character Database, not by the properties that the code under test uses. */
const INVISIBLE: [string, number, number][] = [
  ['C0 and C1 controls', 0x00, 0x1f],
  ['DEL and C1 controls', 0x7f, 0x9f],
  ['the soft hyphen', 0xad, 0xad],
  ['the combining grapheme joiner', 0x34f, 0x34f],
  ['the Arabic letter mark', 0x61c, 0x61c],
  ['Hangul fillers', 0x115f, 0x1160],
  ['zero-width characters and directional marks', 0x200b, 0x200f],
  ['line and paragraph separators, embeddings and overrides', 0x2028, 0x202e],
  ['word joiner, invisible operators, isolates', 0x2060, 0x206f],
  ['variation selectors', 0xfe00, 0xfe0f],
  ['the byte order mark', 0xfeff, 0xfeff],
  ['interlinear annotations', 0xfff9, 0xfffb],
  ['tags', 0xe0001, 0xe007f],
];

describe('visibleText', () => {
  it.each(INVISIBLE)('removes %s', (_, first, last) => {
    for (let code = first; code <= last; code++) {
      const text = `a${String.fromCodePoint(code)}b.csv`;
      expect(visibleText(text), code.toString(16)).toBe('ab.csv');
      expect(safeName(text), code.toString(16)).toBe('ab.csv');
    }
  });

  it('removes unpaired surrogates, which cannot be written as UTF-8', () => {
    expect(visibleText('a\uD800b\uDC00')).toBe('ab');
  });

  it.each(['sales 2024.csv', '名前.xlsx', 'مبيعات.csv', 'हिन्दी.csv', 'Zürich–Genève 😀.csv', 'a\u00A0b'])(
    'keeps %j',
    (text) => {
      expect(visibleText(text)).toBe(text);
    },
  );
});
