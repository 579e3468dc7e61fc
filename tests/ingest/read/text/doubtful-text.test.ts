import { describe, expect, it } from 'vitest';
import { readText } from '../../../../src/ingest/read/text/read-text.js';
import { readSource } from '../../../support/read-source.js';

async function warningsOf(bytes: Buffer | string, options = {}) {
  const { raw } = await readSource(readText, Buffer.from(bytes as string), options);
  return raw.warnings;
}

/** A single-byte encoding of Node's decoders, which cannot encode. */
function encode(text: string, encoding: string): Buffer {
  const bytes = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) bytes.set(new TextDecoder(encoding).decode(Buffer.from([byte])), byte);
  return Buffer.from([...text].map((letter) => bytes.get(letter)!));
}

describe('ENCODING_DOUBTFUL names the likely code page', () => {
  it.each([
    ['windows-1250', 'Windows-1250', 'miasto,kwota\nWrocław,1\nŁódź Bałuty,2\nWałcz,3\n'],
    ['windows-1250', 'Windows-1250', 'firma,kwota\nŻabka,1\nOrlen,2\n'],
    ['windows-1250', 'Windows-1250', 'firma;kwota\nOrlen;1 234,50 zł\nPKO;99,00 zł\n'],
    ['windows-1254', 'Windows-1254', 'şehir,tutar\nEskişehir,1\nDiyarbakır,2\nMuğla,3\nŞırnak Güneş,4\n'],
    ['windows-1257', 'Windows-1257', 'miestas,suma\nŠiauliai,1\nMažeikiai,2\nKėdainiai,3\nRokiškis,4\nJonišķis žš,5\n'],
  ])('for %s', async (encoding, likely, text) => {
    expect(await warningsOf(encode(text, encoding))).toEqual([
      expect.objectContaining({ code: 'ENCODING_DOUBTFUL', message: expect.stringContaining(`probably ${likely}`) }),
    ]);
    expect(await warningsOf(encode(text, encoding), { encoding })).toEqual([]);
  });

  it.each([
    [
      'French, Spanish and German',
      'nom,prix £\nCréteil,1\nEspaña ¿qué?,2\nMüller 25 m³,3\n£5 ½ Straße,4\nm² x³,5\n5 mHz³,6\n',
    ],
    ['Icelandic', 'nafn,verð\nÞórður Guðmundsson,1\nSigríður Ýr,2\nÁsta Þöll,3\nBjörn Æðey,4\nDóra Ýmir,5\n'],
  ])('not for %s in Windows-1252', async (_, text) => {
    expect(await warningsOf(encode(text, 'windows-1252'))).toEqual([]);
  });
});

describe('metamorphic: the same table', () => {
  const rows = [
    ['name', 'note', 'amount'],
    ['Ada, B.', 'one\ntwo', '1'],
    ['"Bob"', 'x;y|z', '2'],
    ['Cy', '', '3'],
    ['Di', 'a\tb', '4'],
  ];
  const written = (delimiter: string, end: string, inner: string, always: boolean) =>
    rows
      .map((row) =>
        row
          .map((cell) => cell.replaceAll('\n', inner))
          .map((cell) => (always || /["\r\n,;|\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
          .join(delimiter),
      )
      .join(end);
  const variants = [',', ';', '\t', '|'].flatMap((delimiter) =>
    ['\n', '\r\n', '\r'].flatMap((end) =>
      ['\n', '\r\n', '\r'].flatMap((inner) => [true, false].map((always) => ({ delimiter, end, inner, always }))),
    ),
  );

  it('is read from every delimiter, record end, line end in a cell and quoting', async () => {
    for (const { delimiter, end, inner, always } of variants) {
      const { raw, rows: found } = await readSource(readText, Buffer.from(written(delimiter, end, inner, always)));
      const label = JSON.stringify({ delimiter, end, inner, always });
      expect(raw.headers, label).toEqual(rows[0]);
      expect(
        found.map((row) => row.map((cell) => (cell ?? '').replaceAll(/\r\n|\r/g, '\n'))),
        label,
      ).toEqual(rows.slice(1));
    }
  }, 60_000);
});
