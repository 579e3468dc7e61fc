import type { Client } from '../../support/client.js';

/** An error of an answer, with the request that got it; times are of performance.now(). */
export interface Refusal {
  client: Client;
  /** What a job does for it can fail on any host that reads files. */
  isChange: boolean;
  code: string;
  message: string;
  from: number;
  to: number;
}

export interface FaultKind {
  name: string;
  explains(refusal: Refusal): boolean;
}

/** Until a service that is whole again must answer as before. */
const GRACE_MS = 5_000;

/** The faults that were done, with their times: which errors are expected of whom. */
export class FaultLog {
  private readonly faults: (FaultKind & { from: number; to: number })[] = [];

  /** @returns a function for its end */
  begin(kind: FaultKind): () => void {
    const fault = { ...kind, from: performance.now(), to: Number.POSITIVE_INFINITY };
    this.faults.push(fault);
    return () => {
      fault.to = performance.now();
    };
  }

  explains(refusal: Refusal): boolean {
    return this.faults.some(
      (fault) => fault.from < refusal.to && refusal.from < fault.to + GRACE_MS && fault.explains(refusal),
    );
  }

  /** How many there were, by name. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { name } of this.faults) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  }
}

export const NO_FAULT: FaultKind = { name: 'none', explains: () => false };
