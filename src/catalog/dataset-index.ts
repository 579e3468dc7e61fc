import { type DatasetOrder, type DatasetRecord, sourcesOf } from '../model/dataset.js';
import { ConcentricError } from '../model/errors.js';
import type { Page, PageRequest } from '../model/page.js';

/** `first` is 0 to 200. */
export interface DatasetQuery extends PageRequest {
  /** Part of the name or the file name; case and accents do not matter. */
  search?: string | null;
  orderBy: DatasetOrder;
}

export type DatasetPage = Page<DatasetRecord>;

const MAX_PAGE = 200;

interface Entry {
  id: string;
  record: DatasetRecord;
  name: string;
  fileName: string;
}

/** A position in an order: the sort key, then the id, so that it is unique. */
interface Position {
  key: string | number;
  id: string;
}

interface Order {
  key: (entry: Entry) => string | number;
  direction: 1 | -1;
}

const orders = {
  NEWEST: { key: (entry) => entry.record.createdAt, direction: -1 },
  OLDEST: { key: (entry) => entry.record.createdAt, direction: 1 },
  NAME: { key: (entry) => entry.name, direction: 1 },
  // Most rows first, unknown row counts last.
  ROWS: { key: (entry) => entry.record.rowCount ?? -1, direction: -1 },
} satisfies Record<DatasetOrder, Order>;

/** From so many new records on, sorting all is cheaper than inserting each. */
const MIN_SORTED_RECORDS = 256;

const ORDER_NAMES = Object.keys(orders) as DatasetOrder[];

/** The records in memory, sorted in every supported order. */
export class DatasetIndex {
  private readonly entries = new Map<string, Entry>();
  private readonly pending = new Map<string, DatasetRecord>();
  private readonly sorted = new Map<DatasetOrder, Entry[]>(ORDER_NAMES.map((order) => [order, []]));

  get(id: string): DatasetRecord | undefined {
    return this.entries.get(id)?.record;
  }

  /** Those with a pending job. */
  pendingRecords(): DatasetRecord[] {
    return Array.from(this.pending.values());
  }

  records(): DatasetRecord[] {
    return Array.from(this.entries.values(), (entry) => entry.record);
  }

  put(record: DatasetRecord): void {
    this.delete(record.id);
    const entry = this.enter(record);
    for (const [order, list] of this.sorted) list.splice(indexAfter(list, order, positionOf(entry, order)), 0, entry);
  }

  /** put() for many: inserting each would move the others each time. */
  putAll(records: readonly DatasetRecord[]): void {
    if (records.length < MIN_SORTED_RECORDS) {
      for (const record of records) this.put(record);
      return;
    }
    for (const record of records) this.enter(record);
    for (const order of this.sorted.keys()) {
      const { direction } = orders[order];
      const positions = Array.from(this.entries.values(), (entry) => ({ entry, position: positionOf(entry, order) }));
      positions.sort((a, b) => compare(a.position, b.position) * direction);
      this.sorted.set(
        order,
        positions.map(({ entry }) => entry),
      );
    }
  }

  private enter(record: DatasetRecord): Entry {
    const entry = {
      id: record.id,
      record,
      name: fold(record.name),
      fileName: fold(
        sourcesOf(record)
          .map(({ fileName }) => fileName)
          .join('\n'),
      ),
    };
    this.entries.set(record.id, entry);
    if (record.pending === null) this.pending.delete(record.id);
    else this.pending.set(record.id, record);
    return entry;
  }

  delete(id: string): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.delete(id);
    this.pending.delete(id);
    for (const [order, list] of this.sorted) list.splice(indexAfter(list, order, positionOf(entry, order)) - 1, 1);
  }

  /**
   * Keyset pagination: a cursor encodes a position in the order, not an offset, so that insertions and deletions do not
   * repeat or skip datasets.
   * @throws INVALID_INPUT, INVALID_CURSOR
   */
  page({ first, after, search, orderBy }: DatasetQuery): DatasetPage {
    if (!Number.isInteger(first) || first < 0 || first > MAX_PAGE) {
      throw new ConcentricError(
        'INVALID_INPUT',
        `"first" must be a whole number from 0 to ${MAX_PAGE}; got ${first}.`,
        {
          first,
        },
      );
    }
    const all = this.sorted.get(orderBy)!;
    const wanted = fold(search?.trim() ?? '');
    const found = wanted === '' ? all : all.filter((entry) => isMatch(entry, wanted));
    const start = after == null ? 0 : indexAfter(found, orderBy, readCursor(after, orderBy));
    const page = found.slice(start, start + first);
    return {
      edges: page.map((entry) => ({ cursor: cursorOf(entry, orderBy), node: entry.record })),
      totalCount: found.length,
      hasNextPage: start + page.length < found.length,
      hasPreviousPage: start > 0,
    };
  }
}

function isMatch(entry: Entry, wanted: string): boolean {
  return entry.name.includes(wanted) || entry.fileName.includes(wanted);
}

/** `École` → `ecole`. */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The number of entries at or before a position of the sorted list, by binary search. */
function indexAfter(list: readonly Entry[], order: DatasetOrder, position: Position): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(positionOf(list[middle]!, order), position) * orders[order].direction <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(a: Position, b: Position): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return 0;
}

function positionOf(entry: Entry, order: DatasetOrder): Position {
  return { key: orders[order].key(entry), id: entry.id };
}

function cursorOf(entry: Entry, order: DatasetOrder): string {
  const { key, id } = positionOf(entry, order);
  return Buffer.from(JSON.stringify([order, key, id])).toString('base64url');
}

function readCursor(cursor: string, order: DatasetOrder): Position {
  const parts = parseCursor(cursor);
  const keyType = order === 'ROWS' ? 'number' : 'string';
  if (Array.isArray(parts) && parts.length === 3) {
    const [of, key, id] = parts as unknown[];
    if (of === order && typeof key === keyType && typeof id === 'string') return { key: key as string | number, id };
  }
  throw new ConcentricError(
    'INVALID_CURSOR',
    `"after" must be a cursor of an earlier page of the same list in the same order (${order}); pass pageInfo.endCursor unchanged, or omit it for the first page.`,
  );
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null;
  }
}
