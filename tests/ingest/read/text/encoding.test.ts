import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { detectEncoding } from '../../../../src/ingest/read/text/encoding.js';
import { transcode } from '../../../../src/ingest/read/text/transcode.js';

const folder = mkdtempSync(join(tmpdir(), 'encoding-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(bytes: Buffer | string): string {
  const path = join(folder, 'source');
  writeFileSync(path, bytes);
  return path;
}

/** The text as it is read in the end, and what was replaced. */
async function read(bytes: Buffer | string, wanted?: string) {
  const source = file(bytes);
  const { name: encoding, bomBytes, clean } = await detectEncoding(source, wanted);
  if (clean) return { encoding, text: readFileSync(source).subarray(bomBytes).toString(), replaced: 0 };
  const target = join(folder, 'target');
  rmSync(target, { force: true });
  const { replaced } = await transcode({ source, target, encoding, bomBytes });
  return { encoding, text: readFileSync(target, 'utf8'), replaced };
}

describe('detectEncoding and transcode', () => {
  it('reads UTF-8, with and without a byte order mark', async () => {
    expect(await read('é,€,😀\n')).toEqual({ encoding: 'UTF-8', text: 'é,€,😀\n', replaced: 0 });
    expect(await read('\uFEFFé\n')).toEqual({ encoding: 'UTF-8', text: 'é\n', replaced: 0 });
  });

  it('reads UTF-16 by its byte order mark, and by its NULs without one', async () => {
    const little = Buffer.from('\uFEFFName,Beträge\n', 'utf16le');
    const big = Buffer.from(little).swap16();
    expect(await read(little)).toEqual({ encoding: 'UTF-16LE', text: 'Name,Beträge\n', replaced: 0 });
    expect(await read(big)).toEqual({ encoding: 'UTF-16BE', text: 'Name,Beträge\n', replaced: 0 });
    expect(await read(little.subarray(2))).toEqual({ encoding: 'UTF-16LE', text: 'Name,Beträge\n', replaced: 0 });
    expect(await read(big.subarray(2))).toEqual({ encoding: 'UTF-16BE', text: 'Name,Beträge\n', replaced: 0 });
  });

  it('reads a file that is not UTF-8 as Windows-1252', async () => {
    const bytes = Buffer.from([0x80, 0x31, 0x2c, 0xe9, 0x2c, 0x92, 0x2c, 0x9f, 0x0a]);
    expect(await read(bytes)).toEqual({ encoding: 'Windows-1252', text: '€1,é,’,Ÿ\n', replaced: 0 });
  });

  it('replaces and counts bytes that Windows-1252 does not define', async () => {
    expect(await read(Buffer.from([0xe9, 0x2c, 0x81, 0x2c, 0x9d]))).toEqual({
      encoding: 'Windows-1252',
      text: 'é,\uFFFD,\uFFFD',
      replaced: 2,
    });
  });

  it('reads damaged UTF-8 as UTF-8 and counts the replaced bytes', async () => {
    const bytes = Buffer.concat([Buffer.from('Müller, Škoda, żółw, Ñandú, été, € 5,\n'), Buffer.from([0xc3, 0x0a])]);
    expect(await read(bytes)).toEqual({
      encoding: 'UTF-8',
      text: 'Müller, Škoda, żółw, Ñandú, été, € 5,\n\uFFFD\n',
      replaced: 1,
    });
  });

  it('does not count replacement characters of the source', async () => {
    expect(await read(Buffer.from('\uFFFD\0'.padEnd(40, 'x')))).toMatchObject({ replaced: 1 });
  });

  it('replaces and counts NUL bytes, and rejects a file with many of them', async () => {
    expect(await read('a,b\0c,d,e,f\n')).toEqual({ encoding: 'UTF-8', text: 'a,b\uFFFDc,d,e,f\n', replaced: 1 });
    await expect(read('ab\0\0cd\0\0')).rejects.toThrow(/not text: 4 of its 8 characters are NUL/);
  });

  it('uses the option, with any name of the encoding', async () => {
    expect(await read(Buffer.from([0xb1, 0xe6]), 'iso-8859-2')).toEqual({
      encoding: 'ISO-8859-2',
      text: 'ąć',
      replaced: 0,
    });
    expect(await read(Buffer.from([0x93, 0xfa]), 'Shift_JIS')).toMatchObject({ text: '日' });
    expect(await read(Buffer.from([0x80]), 'latin1')).toEqual({ encoding: 'Windows-1252', text: '€', replaced: 0 });
    expect(await read(Buffer.from([0x61, 0xe9]), 'utf8')).toEqual({ encoding: 'UTF-8', text: 'a\uFFFD', replaced: 1 });
    await expect(read('a', 'klingon')).rejects.toThrow(
      /option encoding names "klingon", which is not a known encoding.*such as UTF-8/,
    );
  });

  it('rejects UTF-32', async () => {
    await expect(read(Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]))).rejects.toThrow(/UTF-32/);
  });

  it('reads characters that a chunk boundary splits', async () => {
    const text = `x${'é😀€'.repeat(300_000)}`;
    expect((await detectEncoding(file(text))).clean).toBe(true);
    expect((await read(`${text}\0`)).text).toBe(`${text}\uFFFD`);
    expect((await read(Buffer.from(text, 'utf16le'), 'utf-16le')).text).toBe(text);
    expect((await detectEncoding(file(Buffer.concat([Buffer.from(text), Buffer.from([0xc3])])))).clean).toBe(false);
  });

  it('finds byte sequences that CSV readers interpret differently, also across chunks', async () => {
    const padding = '\n'.padEnd(1024 * 1024 - 2, 'x');
    const oddities = async (text: string) => (await detectEncoding(file(text))).oddities;
    const none = {
      emptyLine: -1,
      carriageReturn: -1,
      loneCarriageReturn: -1,
      paddedQuote: -1,
      longLine: -1,
      innerMark: -1,
    };
    expect(await oddities('a,b\nc,d\n')).toEqual(none);
    expect(await oddities(`${padding}a\n\nb`)).toEqual({ ...none, emptyLine: padding.length + 1 });
    expect(await oddities(`${padding}\n\r\nb`)).toEqual({
      ...none,
      emptyLine: padding.length,
      carriageReturn: padding.length + 1,
    });
    expect(await oddities(`${padding}a\r\nb`)).toEqual({ ...none, carriageReturn: padding.length + 1 });
    expect(await oddities(`${padding}a\rb`)).toEqual({
      ...none,
      carriageReturn: padding.length + 1,
      loneCarriageReturn: padding.length + 1,
    });
    expect((await oddities(`a\n${'x'.repeat(3 * 1024 * 1024)}\n`)).longLine).toBeGreaterThan(0);
    expect(await oddities('\uFEFFa,b\nc,d\n')).toEqual(none);
    expect(await oddities(`\uFEFF${padding}\uFEFFb`)).toEqual({ ...none, innerMark: padding.length + 3 });
    expect(await oddities(`${padding},  "b"`)).toEqual({ ...none, paddedQuote: padding.length + 1 });
  });
});
