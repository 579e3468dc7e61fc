import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCodecs, checkPages } from '../../../../src/ingest/read/parquet/check-pages.js';
import { inTemporaryFolder } from '../../../support/read-source.js';

/** A page as parquet.thrift describes it: type, sizes, perhaps the checksum of its bytes. */
function page(content: Uint8Array, { hasChecksum = true } = {}): Buffer {
  const sizes = [...integerField(0), ...integerField(content.length), ...integerField(content.length)];
  const checksum = hasChecksum ? integerField(crc32(content) | 0) : [];
  return Buffer.concat([Buffer.from([...sizes, ...checksum, 0]), content]);
}

/** The next field of a struct in Thrift's compact protocol, of type I32: zigzag, seven bits a byte. */
function integerField(value: number): number[] {
  const bytes = [0x15];
  for (let rest = value < 0 ? -2 * value - 1 : 2 * value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
}

async function check(pages: readonly Buffer[]): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, 'pages');
    const bytes = Buffer.concat([Buffer.from('PAR1'), ...pages]);
    await writeFile(path, bytes);
    await checkPages(path, [{ column: 'a.b', codec: 0, offset: 4, bytes: bytes.length - 4 }]);
  });
}

describe('the checksums of Parquet pages', () => {
  it('are accepted where they are right, of pages of any length', async () => {
    const contents = [Buffer.alloc(0), Buffer.from('abc'), Buffer.alloc(3_000_000, 7)];
    await check(contents.map((content) => page(content)));
  });

  it('name the page of which any byte was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (contents, which, where, change) => {
          const pages = contents.map((content) => page(content));
          const damaged = pages[which % pages.length]!;
          const length = contents[which % pages.length]!.length;
          damaged[damaged.length - length + (where % length)]! ^= change;
          await expect(check(pages)).rejects.toMatchObject({
            code: 'UNREADABLE_FILE',
            details: { column: 'a.b', page: (which % pages.length) + 1 },
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are not missed where a file has none', async () => {
    await check([page(Buffer.from('abc'), { hasChecksum: false })]);
  });

  it('are not looked for in bytes that are no page', async () => {
    await check([Buffer.from([0xff, 0xff, 0xff])]);
  });
});

describe('the codecs of Parquet columns', () => {
  it('are refused by name where they are not supported', () => {
    const chunk = { column: 'c0', offset: 4, bytes: 1 };
    expect(() =>
      checkCodecs([
        { ...chunk, codec: 1 },
        { ...chunk, codec: 7 },
      ]),
    ).not.toThrow();
    expect(() => checkCodecs([{ ...chunk, codec: 5 }])).toThrow(
      /"c0" is compressed with LZ4 in the framing of Hadoop.*LZ4_RAW/,
    );
    expect(() => checkCodecs([{ ...chunk, codec: 3 }])).toThrow(/LZO/);
  });
});
