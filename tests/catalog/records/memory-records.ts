import { type ChangesSince, getEach, type Records, type Revision } from '../../../src/catalog/records/records.js';

/** The authority that several MemoryRecords share, as processes share a database. */
export class MemoryServer {
  readonly revisions = new Map<string, string>();
  readonly changes: string[] = [];
}

/** A driver of Records in memory whose barrier is a round trip: it compares with what the last barrier fetched. */
export class MemoryRecords implements Records {
  private known = 0;

  constructor(private readonly server: MemoryServer) {}

  async barrier(): Promise<void> {
    await new Promise(setImmediate);
    this.known = this.server.changes.length;
  }

  isCurrent(id: string, revision: number): boolean {
    return this.newest(id)?.revision === revision;
  }

  generation(): string {
    return String(this.known);
  }

  changeCounter(): number {
    return this.known;
  }

  async get(id: string): Promise<Revision | null> {
    return this.newest(id);
  }

  getMany(ids: readonly string[]) {
    return getEach(ids, (id) => this.get(id));
  }

  async put(next: Revision): Promise<boolean> {
    if (next.revision !== (this.newest(next.id)?.revision ?? 0) + 1) return false;
    this.server.revisions.set(next.id, JSON.stringify(next));
    this.server.changes.push(next.id);
    this.known = this.server.changes.length;
    return true;
  }

  async ids(): Promise<string[]> {
    return [...this.server.revisions.keys()];
  }

  async changesSince(position: string | null): Promise<ChangesSince> {
    const { changes } = this.server;
    const changed = position === null ? 'all' : new Set(changes.slice(Number(position)));
    return { changed, position: String(changes.length) };
  }

  async removeSuperseded(): Promise<void> {}

  close(): void {}

  private newest(id: string): Revision | null {
    const text = this.server.revisions.get(id);
    return text === undefined ? null : (JSON.parse(text) as Revision);
  }
}
