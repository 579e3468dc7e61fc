import type { Client } from '../../support/client.js';
import type { FaultLog } from './fault-log.js';

/** A module that takes something from the service which it is to be right by: to see that the check can fail. */
export type Sabotage = 'without-version-check' | 'one-schema-a-revision';

export interface TopologyOptions {
  sabotage?: Sabotage | undefined;
  /** Variables of every process. */
  environment: Record<string, string>;
}

/** Processes of the service, with what they need, and what is done to them. */
export interface Topology {
  /** Of each process that serves. */
  clients: readonly Client[];
  faults: FaultLog;
  /** Whether requests are repeated after an error that a fault explains, and uploads may be acknowledged before they are read. */
  isOverHosts: boolean;
  /** What the processes logged as errors so far. */
  logged(): string;
  /** Faults at random, until the signal; then none is left. */
  doHarm(seed: number, signal: AbortSignal): Promise<void>;
  /** After the harm: what does not come back, or never ends. */
  settle(): Promise<string[]>;
  stop(): Promise<void>;
}
