/**
 * Shares round trips to an authority among callers, as ReadIndex of Raft does: at most one is on its way, and it counts for
 * the callers that had arrived before it was sent. A later caller waits for the next one, because an earlier reply can miss
 * a change that was acknowledged before the call.
 */
export class SharedRound {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly send: () => Promise<void>) {}

  /** Resolves after a round trip that was sent after the call. @throws the error of that round trip */
  join(): Promise<void> {
    this.next ??= this.startAfter(this.running);
    return this.next;
  }

  private async startAfter(running: Promise<void> | null): Promise<void> {
    // Also without one, the callers of this tick share the round trip.
    await running?.catch(() => undefined);
    this.running = this.next;
    this.next = null;
    return this.send();
  }
}
