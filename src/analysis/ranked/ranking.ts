import type { BridgeOfPeriod } from '../group/period-groups.js';
import { type Concentration, type ConcentrationRequest, concentrate, HEAD_ENTITIES } from '../shares/concentration.js';
import type { Units } from '../shares/cumulate.js';
import { quotient } from '../shares/fraction.js';
import { joinLimbs } from '../shares/limbs.js';
import type { BridgedGroups, BridgedPeriod } from './bridge.js';
import { Bridges } from './bridges.js';
import { type Compared, Comparison } from './compare.js';
import { GroupSort, type SortedPeriod } from './sorted-groups.js';
import { type PeriodOfGroups, splitByPeriod } from './split-by-period.js';
import { Totals } from './totals.js';

/** Entities listed with their share of the total at most. */
const MAX_LARGE_ENTITIES = 5000;

export interface RankingRequest extends ConcentrationRequest {
  /** More than the largest id of an entity. */
  entityCount: number;
  /** By id, the place of an entity in the order of names, -1 where no entity has it; null where the ids are in that order. */
  places: Int32Array | null;
  /** The entities with at least this share of the total, in percent, are listed; null: none are. */
  minShare: number | null;
  /** How many of the largest entities are given by id; default: those of the head. */
  leading?: number;
  /** Ids of entities with rows before all periods; null: periods are not bridged. */
  knownBefore: Int32Array | null;
}

/** Some consecutive periods with all of their groups. */
export interface Span {
  periods: SpanPeriod[];
  /** One element a group, in any order. */
  period: Int32Array;
  entity: Int32Array;
  /** One element a group, or three limbs (limbs.ts). The sizes of a period's units add up to 2^52 at most where they are doubles. */
  units: Float64Array | BigInt64Array;
}

export interface SpanPeriod {
  period: number;
  groupCount: number;
  /** The sum of the rows without an entity. */
  unassigned: bigint;
  /** The earlier period that it is compared with. */
  previous: number | null;
  /** Whether a later period is compared with it. */
  isPrevious: boolean;
  bridge: BridgeOfPeriod | null;
}

/** A period's numbers, with the ids of the entities that are shown. */
export interface RankedPeriodGroups {
  period: number;
  entityCount: number;
  /** Entities with a sum below zero. */
  negativeCount: number;
  concentration: Concentration;
  /** The largest entities: at least those in the head of the concentration. */
  head: number[];
  compared: Compared | null;
  bridged: BridgedPeriod | null;
  /** By value descending; empty where not requested. */
  large: { entity: number; share: number }[];
}

/**
 * Ranks the entities of each period and of all periods together: by units descending, then by name. A pure computation on
 * typed arrays; periods are added in their order, so that only one span of groups is in memory, with what later periods are
 * compared with and one sum for each entity.
 */
export class Ranking {
  private readonly earlier = new Map<number, SortedPeriod>();
  private readonly sort = new GroupSort();
  private readonly comparison: Comparison;
  private readonly ids: Int32Array | null;
  private readonly bridges: Bridges | null;
  private totals: Totals | null = null;

  constructor(private readonly request: RankingRequest) {
    const { entityCount, places, knownBefore } = request;
    this.comparison = new Comparison(entityCount);
    this.ids = places && inverse(places);
    const known = places && knownBefore ? knownBefore.map((id) => places[id]!) : knownBefore;
    this.bridges = known && new Bridges(entityCount, known);
  }

  add({ periods, period, entity, units }: Span): RankedPeriodGroups[] {
    const wholes = units instanceof Float64Array ? units : joinLimbs(units);
    return this.addPeriods(periods, splitByPeriod(periods, period, entity, wholes));
  }

  /** @param byId the groups of each of the periods, entities by id; each is read before the next */
  addPeriods(periods: readonly SpanPeriod[], byId: Iterable<PeriodOfGroups>): RankedPeriodGroups[] {
    const most = periods.reduce((sum, { groupCount }) => sum + groupCount, 0);
    const ranked = this.sort.sort(this.added(byId), most);
    const compared = periods.map((each, index) => this.compare(each, ranked.sorted[index]!));
    const bridged = periods.map((each, index) => this.bridge(each, ranked.sorted[index]!));
    return this.describe(periods, ranked, compared, bridged);
  }

  /** The groups by place, each added to the totals. */
  private *added(byId: Iterable<PeriodOfGroups>): Iterable<PeriodOfGroups> {
    const { places } = this.request;
    for (const { entities: ids, units } of byId) {
      const entities = places ? ids.map((id) => places[id]!) : ids;
      this.addToTotals(entities, units);
      yield { entities, units };
    }
  }

  /** All groups that were added together. @param period their name */
  total(period: number, unassigned: bigint): RankedPeriodGroups {
    const groups = this.totals?.groups() ?? { entities: new Int32Array(0), units: new Float64Array(0) };
    const ranked = this.sort.sort([groups], groups.entities.length);
    const described = {
      period,
      groupCount: groups.entities.length,
      unassigned,
      previous: null,
      isPrevious: false,
      bridge: null,
    };
    return this.describe([described], ranked, [null], [null])[0]!;
  }

  private addToTotals(entities: Int32Array, units: Units): void {
    this.totals ??= new Totals(this.request.entityCount, units instanceof Float64Array);
    this.totals.add(entities, units);
  }

  private compare({ period, previous, isPrevious }: SpanPeriod, sorted: SortedPeriod): Compared | null {
    const other = previous === null ? undefined : this.earlier.get(previous);
    // A period is compared with one later period at most.
    if (previous !== null) this.earlier.delete(previous);
    if (isPrevious) this.earlier.set(period, sorted);
    return other === undefined ? null : this.comparison.compare(sorted, other);
  }

  private bridge({ period, bridge }: SpanPeriod, sorted: SortedPeriod): BridgedPeriod | null {
    return bridge === null || this.bridges === null ? null : this.bridges.add(period, bridge, sorted);
  }

  private describe(
    periods: readonly SpanPeriod[],
    { sorted, units: allUnits }: { sorted: readonly SortedPeriod[]; units: Units },
    compared: readonly (Compared | null)[],
    bridged: readonly (BridgedPeriod | null)[],
  ): RankedPeriodGroups[] {
    const concentrations = concentrate(
      {
        counts: sorted.map(({ entities }) => entities.length),
        units: allUnits,
        unassigned: periods.map(({ unassigned }) => unassigned),
      },
      this.request,
    );
    return periods.map(({ period }, index) => {
      const { entities, units } = sorted[index]!;
      const concentration = concentrations[index]!;
      return {
        period,
        entityCount: entities.length,
        negativeCount: countNegative(units),
        concentration,
        head: Array.from(entities.subarray(0, this.request.leading ?? HEAD_ENTITIES), (place) => this.idAt(place)),
        compared: this.withIds(compared[index]!),
        bridged: this.bridgedWithIds(bridged[index]!),
        large: this.large(sorted[index]!, concentration.totalUnits),
      };
    });
  }

  private idAt(place: number): number {
    return this.ids ? this.ids[place]! : place;
  }

  private withIds(compared: Compared | null): Compared | null {
    if (compared === null || this.ids === null) return compared;
    const named = (changed: Compared['entered']) =>
      changed.map(({ entity, units }) => ({ entity: this.idAt(entity), units }));
    return { stayed: compared.stayed, entered: named(compared.entered), left: named(compared.left) };
  }

  private bridgedWithIds(bridged: BridgedPeriod | null): BridgedPeriod | null {
    if (bridged === null || this.ids === null) return bridged;
    const named = (groups: BridgedGroups): BridgedGroups => ({
      ...groups,
      largest: groups.largest.map(({ entity, ...units }) => ({ entity: this.idAt(entity), ...units })),
    });
    const { retention, ...kinds } = bridged;
    const renamed = Object.entries(kinds).map(([kind, groups]) => [kind, named(groups)]);
    return { ...(Object.fromEntries(renamed) as typeof kinds), retention };
  }

  private large({ entities, units }: SortedPeriod, total: bigint): RankedPeriodGroups['large'] {
    const { minShare } = this.request;
    const large: RankedPeriodGroups['large'] = [];
    if (minShare === null || total <= 0n) return large;
    for (let index = 0; index < entities.length && index < MAX_LARGE_ENTITIES; index++) {
      const share = quotient(100n * BigInt(units[index]!), total);
      if (share < minShare) break;
      large.push({ entity: this.idAt(entities[index]!), share });
    }
    return large;
  }
}

/** By place, the id of the entity. */
function inverse(places: Int32Array): Int32Array {
  const ids = new Int32Array(places.length);
  for (let id = 0; id < places.length; id++) {
    if (places[id]! >= 0) ids[places[id]!] = id;
  }
  return ids;
}

/** Of units by size descending. */
function countNegative(units: Units): number {
  let first = units.length;
  while (first > 0 && units[first - 1]! < 0) first--;
  return units.length - first;
}
