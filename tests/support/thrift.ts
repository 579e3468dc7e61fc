/** Values of Thrift's compact protocol (thrift-compact-protocol.md), as Parquet's footers and page headers are written in. */
export type ThriftValue =
  | { i32: number }
  | { i64: bigint }
  | { binary: string | Buffer }
  | { list: ThriftValue[]; of: ThriftType; claiming?: number }
  | { struct: ThriftFields };
export type ThriftFields = Record<number, ThriftValue>;
type ThriftType = 'i32' | 'binary' | 'struct';

const TYPE_IDS = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

/** A struct; a list may claim more elements than follow. */
export function thriftStruct(fields: ThriftFields): Buffer {
  const parts: Buffer[] = [];
  let before = 0;
  for (const [id, value] of Object.entries(fields)) {
    const kind = Object.keys(value).find((key): key is keyof typeof TYPE_IDS => key in TYPE_IDS)!;
    const delta = Number(id) - before;
    parts.push(Buffer.from([(delta << 4) | TYPE_IDS[kind]]), encoded(value));
    before = Number(id);
  }
  return Buffer.concat([...parts, Buffer.from([0])]);
}

function encoded(value: ThriftValue): Buffer {
  if ('i32' in value) return varint(zigzag(BigInt(value.i32)));
  if ('i64' in value) return varint(zigzag(value.i64));
  if ('struct' in value) return thriftStruct(value.struct);
  if ('binary' in value) {
    const bytes = Buffer.from(value.binary as string);
    return Buffer.concat([varint(BigInt(bytes.length)), bytes]);
  }
  const size = value.claiming ?? value.list.length;
  const head =
    size < 15
      ? Buffer.from([(size << 4) | TYPE_IDS[value.of]])
      : Buffer.concat([Buffer.from([0xf0 | TYPE_IDS[value.of]]), varint(BigInt(size))]);
  return Buffer.concat([head, ...value.list.map(encoded)]);
}

function zigzag(value: bigint): bigint {
  return value >= 0n ? value * 2n : -value * 2n - 1n;
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    if (rest <= 0x7fn) return Buffer.from(bytes);
  }
}
