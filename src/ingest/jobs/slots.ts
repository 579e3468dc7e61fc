interface Waiting {
  isLarge: boolean;
  isAlone: boolean;
  start(): void;
}

export interface SlotRequest {
  group: string;
  isLarge: boolean;
  /** Runs while nothing else does. */
  isAlone?: boolean;
  /** When aborted, the wait ends and the work starts without a slot, in order to end. */
  signal?: AbortSignal;
}

/**
 * Concurrency slots, shared fairly: waiting work starts round-robin over groups (first in, first out within a group), so
 * that a group with many entries does not delay the others. With two or more slots, large work leaves one slot free for
 * small work. Work that runs alone waits until all slots are free, and nothing starts before it meanwhile.
 */
export class Slots {
  private activeCount = 0;
  private activeLarge = 0;
  private activeAlone = 0;
  /** In round-robin order: the first group is next. */
  private readonly groups = new Map<string, Waiting[]>();

  constructor(private readonly max: number) {}

  get active(): number {
    return this.activeCount;
  }

  /** Whether work that runs alone is running. */
  get isExclusive(): boolean {
    return this.activeAlone > 0;
  }

  /** Runs `work` when a slot is free. @throws the errors of `work` */
  async run<T>(request: SlotRequest, work: () => Promise<T>): Promise<T> {
    const { isLarge, isAlone = false } = request;
    const hasSlot = await this.waitForSlot({ ...request, isAlone });
    if (!hasSlot) return work();
    try {
      return await work();
    } finally {
      this.activeCount--;
      if (isLarge) this.activeLarge--;
      if (isAlone) this.activeAlone--;
      this.startNext();
    }
  }

  /** False if `signal` was aborted first. */
  private waitForSlot({ group, isLarge, isAlone, signal }: SlotRequest & { isAlone: boolean }): Promise<boolean> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve(false);
      const giveUp = () => {
        this.remove(group, entry);
        resolve(false);
        // What runs alone may have held up others.
        this.startNext();
      };
      const start = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const entry: Waiting = { isLarge, isAlone, start };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.groups.set(group, [...(this.groups.get(group) ?? []), entry]);
      this.startNext();
    });
  }

  private remove(group: string, entry: Waiting): void {
    const others = this.groups.get(group)!.filter((each) => each !== entry);
    if (others.length > 0) this.groups.set(group, others);
    else this.groups.delete(group);
  }

  private startNext(): void {
    const next = this.activeCount < this.max && !this.isExclusive ? this.takeNext() : undefined;
    if (next === undefined) return;
    this.activeCount++;
    if (next.isLarge) this.activeLarge++;
    if (next.isAlone) this.activeAlone++;
    next.start();
    this.startNext();
  }

  private takeNext(): Waiting | undefined {
    const isLargeAllowed = this.activeLarge < Math.max(1, this.max - 1);
    const waitsForAll = [...this.groups.values()].flat().some(({ isAlone }) => isAlone);
    if (waitsForAll && this.activeCount > 0) return undefined;
    for (const [group, waiting] of this.groups) {
      const index = waiting.findIndex(({ isLarge, isAlone }) => (waitsForAll ? isAlone : isLargeAllowed || !isLarge));
      if (index === -1) continue;
      const [next] = waiting.splice(index, 1);
      this.groups.delete(group);
      if (waiting.length > 0) this.groups.set(group, waiting);
      return next;
    }
    return undefined;
  }
}
