import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFooter } from '../../../../src/ingest/read/parquet/parquet-footer.js';
import { inTemporaryFolder } from '../../../support/read-source.js';
import { type ThriftFields, thriftStruct } from '../../../support/thrift.js';

/** Field numbers of parquet.thrift: FileMetaData 1 version, 2 schema, 3 rows; SchemaElement 4 name, 5 children. */
function footer(schema: [name: string, children: number][], more: ThriftFields = {}): Buffer {
  const elements = schema.map(([name, children]) => ({
    struct: { 4: { binary: name }, ...(children > 0 ? { 5: { i32: children } } : {}) } as ThriftFields,
  }));
  return thriftStruct({ 1: { i32: 1 }, 2: { list: elements, of: 'struct' }, 3: { i64: 0n }, ...more });
}

function read(bytes: Buffer) {
  return inTemporaryFolder(async (folder) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    await writeFile(join(folder, 'file'), Buffer.concat([Buffer.from('PAR1'), bytes, length, Buffer.from('PAR1')]));
    return readFooter(join(folder, 'file'));
  });
}

describe('the footer of a Parquet file', () => {
  it('returns the top-level names, including repeated ones', async () => {
    const { headers } = await read(
      footer([
        ['root', 4],
        ['amount', 0],
        ['address', 2],
        ['amount', 0],
        ['lines', 1],
        ['line', 0],
        ['amount', 0],
        ['', 0],
      ]),
    );
    expect(headers).toEqual(['amount', 'address', 'amount', '']);
  });

  it('returns no names for a schema without columns', async () => {
    expect((await read(footer([]))).headers).toEqual([]);
    expect((await read(footer([['root', 0]]))).headers).toEqual([]);
  });

  it('is rejected if it claims more bytes than it has or nests without end', async () => {
    const deep = Array.from({ length: 500 }, (): [string, number] => ['n', 1]);
    for (const bytes of [
      footer([
        ['root', 3],
        ['a', 0],
      ]),
      footer([['root', 1], ...deep, ['a', 0]]),
      footer([['a', 1]]).subarray(0, -3),
    ]) {
      await expect(read(bytes)).rejects.toMatchObject({ code: 'UNREADABLE_FILE' });
    }
  });

  it('is rejected with too many columns before they are allocated', async () => {
    await expect(read(footer([['root', 2_000_000_000]]))).rejects.toMatchObject({ code: 'TOO_MANY_COLUMNS' });
  });
});
