interface Waiting {
  isLarge: boolean;
  start(): void;
}

/**
 * Concurrency slots, shared fairly: waiting work starts round-robin over groups (first in, first out within a group), so
 * that a group with many entries does not delay the others. With two or more slots, large work leaves one slot free for
 * small work.
 */
export class Slots {
  private activeCount = 0;
  private activeLarge = 0;
  /** In round-robin order: the first group is next. */
  private readonly groups = new Map<string, Waiting[]>();

  constructor(private readonly max: number) {}

  get active(): number {
    return this.activeCount;
  }

  /** Runs `work` when a slot is free. @throws the errors of `work` */
  async run<T>({ group, isLarge }: { group: string; isLarge: boolean }, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      const waiting = this.groups.get(group) ?? [];
      waiting.push({ isLarge, start });
      this.groups.set(group, waiting);
      this.startNext();
    });
    try {
      return await work();
    } finally {
      this.activeCount--;
      if (isLarge) this.activeLarge--;
      this.startNext();
    }
  }

  private startNext(): void {
    const next = this.activeCount < this.max ? this.takeNext() : undefined;
    if (next === undefined) return;
    this.activeCount++;
    if (next.isLarge) this.activeLarge++;
    next.start();
    this.startNext();
  }

  private takeNext(): Waiting | undefined {
    const isLargeAllowed = this.activeLarge < Math.max(1, this.max - 1);
    for (const [group, waiting] of this.groups) {
      const index = waiting.findIndex(({ isLarge }) => isLargeAllowed || !isLarge);
      if (index === -1) continue;
      const [next] = waiting.splice(index, 1);
      this.groups.delete(group);
      if (waiting.length > 0) this.groups.set(group, waiting);
      return next;
    }
    return undefined;
  }
}
