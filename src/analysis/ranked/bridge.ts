import type { BridgeKind } from '../../model/bridge.js';
import type { SortedPeriod } from './sorted-groups.js';

/** Entities listed of each kind. */
const MAX_BRIDGED_ENTITIES = 20;

/** Entities of one kind: how many, their units in the earlier period and in the later one, and the largest changes. */
export interface BridgedGroups {
  count: number;
  previousUnits: bigint;
  units: bigint;
  /** By size of the change descending, then by name. */
  largest: BridgedEntity[];
}

export interface BridgedEntity {
  entity: number;
  previousUnits: bigint;
  units: bigint;
}

/** Each entity of two periods is of one of these. `new`: in the later one only, and never before it; `returning`: before. */
type Kinds<Groups> = Record<BridgeKind | 'unchanged', Groups>;

/** What changed from one period to another, by entity, and what of it the entities above zero in the earlier one kept. */
export interface BridgedPeriod extends Kinds<BridgedGroups> {
  retention: {
    /** Of the entities with units above zero in the earlier period: how many, their units then and now. */
    count: number;
    previousUnits: bigint;
    units: bigint;
    /** Σ min(then, max(now, 0)). */
    keptUnits: bigint;
    /** Those that are absent now or not above zero. */
    churned: number;
  };
}

/**
 * @param positions zero for every entity, and zero again afterwards
 * @param isKnown whether an entity has a row before the later period
 */
export function bridge(
  now: SortedPeriod,
  previous: SortedPeriod,
  positions: Int32Array,
  isKnown: (entity: number) => boolean,
): BridgedPeriod {
  const kinds: Kinds<Kind> = {
    new: new Kind(),
    returning: new Kind(),
    lost: new Kind(),
    expanded: new Kind(),
    contracted: new Kind(),
    unchanged: new Kind(),
  };
  const retention = new Retention();
  for (let index = 0; index < previous.entities.length; index++) positions[previous.entities[index]!] = index + 1;
  for (let index = 0; index < now.entities.length; index++) {
    const entity = now.entities[index]!;
    // Numbers and bigints are compared and added with the same operators, and the units of two periods are of one type.
    const units = now.units[index] as number;
    const position = positions[entity]!;
    if (position === 0) {
      kinds[isKnown(entity) ? 'returning' : 'new'].add(entity, zeroOf(units), units);
      continue;
    }
    const before = previous.units[position - 1] as number;
    kinds[units > before ? 'expanded' : units < before ? 'contracted' : 'unchanged'].add(entity, before, units);
    retention.add(before, units);
    positions[entity] = 0;
  }
  for (let index = 0; index < previous.entities.length; index++) {
    const entity = previous.entities[index]!;
    if (positions[entity] === 0) continue;
    const before = previous.units[index] as number;
    kinds.lost.add(entity, before, zeroOf(before));
    retention.add(before, zeroOf(before));
    positions[entity] = 0;
  }
  const { new: entered, returning, lost, expanded, contracted, unchanged } = kinds;
  return {
    new: entered.result,
    returning: returning.result,
    lost: lost.result,
    expanded: expanded.result,
    contracted: contracted.result,
    unchanged: { ...unchanged.result, largest: [] },
    retention: retention.result,
  };
}

/** Zero of the same type. Units too large for doubles are bigints; they are typed as numbers, since the operators are the same. */
function zeroOf(units: number): number {
  return typeof units === 'bigint' ? (0n as unknown as number) : 0;
}

interface Change {
  entity: number;
  before: number;
  now: number;
  size: number;
}

class Kind {
  private count = 0;
  private before: number | undefined;
  private now: number | undefined;
  private readonly largest: Change[] = [];

  add(entity: number, before: number, now: number): void {
    this.count++;
    this.before = this.before === undefined ? before : this.before + before;
    this.now = this.now === undefined ? now : this.now + now;
    const difference = now - before;
    const size = difference < 0 ? -difference : difference;
    const { largest } = this;
    const last = largest.at(-1);
    if (largest.length === MAX_BRIDGED_ENTITIES && last && !isLarger(size, entity, last)) return;
    const at = largest.findIndex((each) => isLarger(size, entity, each));
    largest.splice(at === -1 ? largest.length : at, 0, { entity, before, now, size });
    if (largest.length > MAX_BRIDGED_ENTITIES) largest.pop();
  }

  get result(): BridgedGroups {
    return {
      count: this.count,
      previousUnits: BigInt(this.before ?? 0),
      units: BigInt(this.now ?? 0),
      largest: this.largest.map(({ entity, before, now }) => ({
        entity,
        previousUnits: BigInt(before),
        units: BigInt(now),
      })),
    };
  }
}

function isLarger(size: number, entity: number, than: Change): boolean {
  return size > than.size || (size === than.size && entity < than.entity);
}

class Retention {
  private count = 0;
  private churned = 0;
  private before: number | undefined;
  private now: number | undefined;
  private kept: number | undefined;

  add(before: number, now: number): void {
    if (before <= 0) return;
    this.count++;
    if (now <= 0) this.churned++;
    // biome-ignore lint/complexity/useMathMinMax: the units may be bigints, which Math.min refuses.
    const kept = now <= 0 ? zeroOf(now) : now < before ? now : before;
    this.before = this.before === undefined ? before : this.before + before;
    this.now = this.now === undefined ? now : this.now + now;
    this.kept = this.kept === undefined ? kept : this.kept + kept;
  }

  get result(): BridgedPeriod['retention'] {
    return {
      count: this.count,
      previousUnits: BigInt(this.before ?? 0),
      units: BigInt(this.now ?? 0),
      keptUnits: BigInt(this.kept ?? 0),
      churned: this.churned,
    };
  }
}
