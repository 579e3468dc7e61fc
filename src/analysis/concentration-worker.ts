import { parentPort } from 'node:worker_threads';
import { type Concentration, type ConcentrationRequest, concentrate, type SortedGroups } from './concentration.js';

/** One call of concentrate() for the thread that asks, and its answer. */
export interface ConcentrationCall {
  id: number;
  groups: SortedGroups;
  request: ConcentrationRequest;
}

export type ConcentrationReply = { id: number; result: Concentration[] } | { id: number; error: unknown };

parentPort?.on('message', ({ id, groups, request }: ConcentrationCall) => {
  parentPort?.postMessage(answer(id, groups, request));
});

function answer(id: number, groups: SortedGroups, request: ConcentrationRequest): ConcentrationReply {
  try {
    return { id, result: concentrate(groups, request) };
  } catch (error) {
    return { id, error };
  }
}
