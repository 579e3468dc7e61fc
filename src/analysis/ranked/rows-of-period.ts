import type { PeriodOfGroups } from './split-by-period.js';

const MIN_CHUNK_ROWS = 64;
const MAX_CHUNK_ROWS = 16_384;
/** A row in a chunk takes 12 bytes, a sum for a name 9; but chunks are added up faster at the end, period by period. */
const ROWS_PER_NAME = 4;

/** A period that rows have. */
export interface PeriodOfRows {
  period: number;
  rowCount: number;
  /** The rows without a name. */
  unassigned: { units: bigint; rowCount: number };
}

interface Chunk {
  name: Int32Array;
  units: Float64Array;
  length: number;
}

/** Memory for the groups of a period, reused for the next. */
export class GroupsMemory {
  /** By entity, where its group is, plus one; zero between two uses. */
  readonly positions: Int32Array;
  entities = new Int32Array(0);
  units = new Float64Array(0);

  constructor(entityCount: number) {
    this.positions = new Int32Array(entityCount);
  }

  reserve(groups: number): void {
    if (groups <= this.entities.length) return;
    this.entities = new Int32Array(groups);
    this.units = new Float64Array(groups);
  }
}

/** The rows of one period: names are ids plus one, 0 where there is none. */
export class RowsOfPeriod {
  private chunks: Chunk[] = [];
  private listed = 0;
  /** By name; from when there are more rows than names. */
  private sums: { units: Float64Array; isPresent: Uint8Array } | null = null;
  private rowCount = 0;
  private blankRows = 0;
  private blankUnits = 0;

  constructor(
    private readonly period: number,
    private readonly nameCount: number,
  ) {}

  get described(): PeriodOfRows {
    const { period, rowCount, blankRows, blankUnits } = this;
    return { period, rowCount, unassigned: { units: BigInt(blankUnits), rowCount: blankRows } };
  }

  add(name: Int32Array, units: Float64Array): void {
    this.rowCount += name.length;
    for (let row = 0; row < name.length; row++) {
      if (name[row] !== 0) continue;
      this.blankRows++;
      this.blankUnits += units[row]!;
    }
    if (this.sums === null && this.listed + name.length > ROWS_PER_NAME * this.nameCount) this.sumChunks();
    if (this.sums !== null) addTo(this.sums, name, units, name.length);
    else this.list(name, units);
  }

  /** Passes each name that has rows with their sum, or with parts of it one after the other. */
  forEachSum(visit: (id: number, units: number) => void): void {
    for (const { name, units, length } of this.chunks) {
      for (let row = 0; row < length; row++) if (name[row] !== 0) visit(name[row]! - 1, units[row]!);
    }
    if (this.sums === null) return;
    const { units, isPresent } = this.sums;
    for (let name = 1; name < units.length; name++) if (isPresent[name] !== 0) visit(name - 1, units[name]!);
  }

  /**
   * @param entityOf by id; null where each name is an entity
   * @param memory overwritten: what is returned is part of it
   */
  groups(entityOf: Int32Array | null, memory: GroupsMemory): PeriodOfGroups {
    memory.reserve(this.sums === null ? this.listed : Math.min(this.rowCount, this.nameCount));
    const { positions, entities, units } = memory;
    let count = 0;
    const add = (name: number, added: number) => {
      const entity = entityOf === null ? name - 1 : entityOf[name - 1]!;
      const position = positions[entity]!;
      if (position === 0) {
        entities[count] = entity;
        units[count] = added;
        positions[entity] = ++count;
      } else units[position - 1]! += added;
    };
    for (const { name, units: ofRows, length } of this.chunks) {
      for (let row = 0; row < length; row++) if (name[row] !== 0) add(name[row]!, ofRows[row]!);
    }
    if (this.sums !== null) {
      const { units: sums, isPresent } = this.sums;
      for (let name = 1; name < sums.length; name++) if (isPresent[name] !== 0) add(name, sums[name]!);
    }
    for (let index = 0; index < count; index++) positions[entities[index]!] = 0;
    return { entities: entities.subarray(0, count), units: units.subarray(0, count) };
  }

  /** The same period without its rows. */
  emptied(): RowsOfPeriod {
    return new RowsOfPeriod(this.period, this.nameCount);
  }

  private list(name: Int32Array, units: Float64Array): void {
    let start = 0;
    while (start < name.length) {
      let chunk = this.chunks.at(-1);
      if (chunk === undefined || chunk.length === chunk.name.length) {
        const rows = Math.max(MIN_CHUNK_ROWS, Math.min(MAX_CHUNK_ROWS, this.listed));
        chunk = { name: new Int32Array(rows), units: new Float64Array(rows), length: 0 };
        this.chunks.push(chunk);
      }
      const count = Math.min(name.length - start, chunk.name.length - chunk.length);
      chunk.name.set(name.subarray(start, start + count), chunk.length);
      chunk.units.set(units.subarray(start, start + count), chunk.length);
      chunk.length += count;
      this.listed += count;
      start += count;
    }
  }

  private sumChunks(): void {
    const sums = { units: new Float64Array(this.nameCount + 1), isPresent: new Uint8Array(this.nameCount + 1) };
    for (const { name, units, length } of this.chunks) addTo(sums, name, units, length);
    this.sums = sums;
    this.chunks = [];
    this.listed = 0;
  }
}

function addTo(
  sums: { units: Float64Array; isPresent: Uint8Array },
  name: Int32Array,
  units: Float64Array,
  length: number,
): void {
  for (let row = 0; row < length; row++) {
    sums.units[name[row]!]! += units[row]!;
    sums.isPresent[name[row]!] = 1;
  }
}
