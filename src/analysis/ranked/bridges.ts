import { type BridgeOfPeriod, UNKNOWN } from '../group/period-groups.js';
import { type BridgedPeriod, bridge } from './bridge.js';
import type { SortedPeriod } from './sorted-groups.js';

const NEVER = 2_147_483_647;
const BEFORE_ALL = -2_147_483_648;

/** Bridges of periods that are added in their order. Entities are places, as in Ranking. */
export class Bridges {
  private readonly earlier = new Map<number, SortedPeriod>();
  private readonly positions: Int32Array;
  /** By entity, the first period that has it. */
  private readonly firstSeen: Int32Array;

  /** @param known entities with rows before all periods */
  constructor(entityCount: number, known: Int32Array) {
    this.positions = new Int32Array(entityCount);
    this.firstSeen = new Int32Array(entityCount).fill(NEVER);
    for (const entity of known) this.firstSeen[entity] = BEFORE_ALL;
  }

  add(
    period: number,
    { previous, isPrevious, firstCovered }: BridgeOfPeriod,
    sorted: SortedPeriod,
  ): BridgedPeriod | null {
    if (period >= UNKNOWN) return null;
    const { firstSeen } = this;
    const other = previous === null ? undefined : this.earlier.get(previous);
    // A period is bridged to one later period at most.
    if (previous !== null) this.earlier.delete(previous);
    if (isPrevious) this.earlier.set(period, sorted);
    const bridged =
      other === undefined ? null : bridge(sorted, other, this.positions, (entity) => firstSeen[entity]! < firstCovered);
    for (const entity of sorted.entities) {
      if (firstSeen[entity] === NEVER) firstSeen[entity] = period;
    }
    return bridged;
  }
}
