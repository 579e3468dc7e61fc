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

/** Encoded by iconv: Node's encoders write UTF-8 only. */
const EAST_ASIAN = {
  Shift_JIS: {
    base64:
      'k76I05DmLJROjI4slISP44vginoKipSOronvjtCDhIN9g18sMjAyNJROMYyOLCIxLDIwMCwwMDAiCiiKlCmDVINng0WPpI6WLDIwMjSUTjKMjiwiODAwLDAwMCIKl+mW2INYg2eDQSwyMDI0lE4xjI4sIjMwMCwwMDAiCg==',
    header: '得意先',
  },
  GB18030: {
    base64:
      'uanTpsnMLMjVxtosvfC27grJz7qjvNe5q8u+LDIwMjTE6jHUwjXI1SwiMSwyNTAuMDAiCrGxvqnS0rmry74sMjAyNMTqMtTCMTfI1SwzMDAuNTAK',
    header: '供应商',
  },
  Big5: {
    base64:
      'qNHAs7DTLKTptMEsqvfDQgqleMZXv27F6blxuPS7c7N5LDIwMjSmfjGk6ywiMSwyNTAiCsJFrvy667FLpHW3fiwyMDI0pn4ypOssMzAwCg==',
    header: '供應商',
  },
  'EUC-KR': {
    base64: 'sMW3ocOzLMDPwNossd2+1wq777y6wPzA2iwyMDI0s+IgMb/5LCIxLDI1MCIKx/a068Datb/C9ywyMDI0s+IgMr/5LDMwMAo=',
    header: '거래처',
  },
};

describe('ENCODING_DOUBTFUL names the likely encoding of two bytes', () => {
  it.each(Object.entries(EAST_ASIAN))('%s', async (encoding, { base64, header }) => {
    const bytes = Buffer.from(base64, 'base64');
    expect((await warningsOf(bytes)).filter(({ code }) => code !== 'ENCODING_REPLACED')).toEqual([
      expect.objectContaining({ code: 'ENCODING_DOUBTFUL', message: expect.stringContaining(`probably ${encoding}`) }),
    ]);
    const { raw } = await readSource(readText, bytes, { encoding });
    expect(raw.warnings).toEqual([]);
    expect(raw.headers[0]).toBe(header);
  });

  it.each([
    ['windows-1251', 'город;сумма\nРостов-на-Дону;1\nСанкт-Петербург;2\nЁлки и палки;3\n'],
    ['windows-1253', 'πόλη;ποσό\nΑθήνα;1\nΘεσσαλονίκη;2\nΠάτρα;3\n'],
    ['windows-1252', 'stadt;betrag\nKöln;1\nMünchen;2\nBärenfeld;3\nFürth;4\nGöttingen;5\nLübeck;6\nÜberlingen;7\n'],
    ['windows-1252', 'ville;montant\nCréteil;1\nBéziers;2\nSète;3\nAlès;4\nFréjus;5\nHyères;6\nNîmes;7\nOrléans;8\n'],
    ['windows-1252', 'a;b\nää;1\nöö;2\nüü;3\nßß;4\nåå;5\nøø;6\nææ;7\n'],
  ])('not for %s: %s', async (encoding, text) => {
    const warnings = await warningsOf(encode(text, encoding));
    expect(warnings.map(({ message }) => message).join()).not.toMatch(/probably (Shift_JIS|GB18030|Big5|EUC-KR)/);
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
