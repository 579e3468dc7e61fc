import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLOSE, OPEN, TEXT, XmlCursor, xmlName } from '../../../../src/ingest/read/workbook/xml-cursor.js';

/** Every token as a line; texts that follow one another joined. */
function tokens(xml: string, cuts: readonly number[] = []): string[] {
  const bytes = Buffer.from(xml);
  const cursor = new XmlCursor('the document');
  const lines: string[] = [];
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  for (let i = 1; i < edges.length; i++) {
    cursor.push(bytes.subarray(edges[i - 1], edges[i]));
    while (cursor.next()) {
      if (cursor.kind === OPEN)
        lines.push(`open ${nameOf(cursor)} ${cursor.attributeText(xmlName('at')) ?? ''}`.trim());
      if (cursor.kind === CLOSE) lines.push(`close ${nameOf(cursor)}`);
      if (cursor.kind !== TEXT) continue;
      if (lines.at(-1)?.startsWith('text ')) lines.push(lines.pop() + cursor.textContent());
      else lines.push(`text ${cursor.textContent()}`);
    }
  }
  cursor.finish();
  return lines;
}

function nameOf({ name }: XmlCursor): string {
  return ['a', 'b', 'row'].find((known) => xmlName(known) === name) ?? '?';
}

const DOCUMENT =
  '\ufeff<?xml version="1.0"?>\n<x:a xmlns:x="urn:1"><!-- <b> --><b other=\'>\' at = "1 &amp; 2"/>' +
  '<b>café &lt;&#x1F600;&#65;></b><row><![CDATA[<not> &amp; a tag]]> and more</row ><?target?></x:a>\n<!-- end -->\n';

describe('XmlCursor', () => {
  it('returns elements without prefixes, attributes in any form, and texts with references resolved', () => {
    expect(tokens(DOCUMENT).filter((line) => line.trim() !== 'text')).toEqual([
      'open a',
      'open b 1 & 2',
      'close b',
      'open b',
      'text café <😀A>',
      'close b',
      'open row',
      'text <not> &amp; a tag and more',
      'close row',
      'close a',
    ]);
  });

  it('returns the same tokens for any chunk boundaries', () => {
    const whole = tokens(DOCUMENT);
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 30 }), (cuts) => {
        expect(tokens(DOCUMENT, cuts)).toEqual(whole);
      }),
    );
  });

  it('normalizes line ends as in the XML specification', () => {
    expect(tokens('<a>1\r\n2\r3&#13;</a>')).toContain('text 1\n2\n3\r');
  });

  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', /document type/],
    ['an entity nobody defined', '<a>&b;</a>', /entity/],
    ['tags that do not match', '<a><b></a></b>', /do not match/],
    ['a closing tag too many', '<a></a></a>', /do not match/],
    ['a document cut off', '<a><b>', /ends in the middle/],
    ['a tag cut off', '<a></a', /ends in the middle/],
    ['nothing', '', /ends in the middle/],
    ['an attribute without a value', '<a b></a>', /attribute/],
    ['an attribute without quotes', '<a b=c></a>', /attribute/],
    ['elements nested without end', '<a>'.repeat(1000), /nests/],
  ])('refuses %s', (_, xml, message) => {
    expect(() => tokens(xml)).toThrow(message);
  });

  it.each([
    ['<a><b>text</b><row/></a>', 'text'],
    ['<a><b></b><row/></a>', ''],
    ['<a><b>1 &lt; 2</b><row/></a>', '1 < 2'],
    ['<a><b at="1">text</b><row/></a>', null],
    ['<a><x:b>text</x:b><row/></a>', null],
    ['<a><b>te<!-- -->xt</b><row/></a>', null],
    ['<a><b>text</row></a>', null],
    ['<a><b>text', null],
    ['<a/><b>text</b>', null],
  ])('takes a leaf in one step where it is spelled plainly, else changes nothing: %s', (xml, text) => {
    const leaf = Buffer.from('<b>');
    const cursor = new XmlCursor('the document');
    cursor.push(Buffer.from(xml));
    cursor.next();
    expect(cursor.takeLeaf(leaf) ? cursor.textContent() : null).toBe(text);
    cursor.next();
    const after = xml.startsWith('<a/>') ? 'a' : text === null ? 'b' : 'row';
    expect(nameOf(cursor)).toBe(after);
  });

  it('rejects a text without an end before it takes the memory', () => {
    const cursor = new XmlCursor('the document');
    cursor.push(Buffer.from('<a>'));
    cursor.next();
    const endless = () => {
      for (let pushed = 0; pushed < 64; pushed++) {
        cursor.push(Buffer.alloc(1024 ** 2, 'x'));
        cursor.next();
      }
    };
    expect(endless).toThrow(/more than 1048576 bytes/);
  });
});
