/** What a dataset is after a change was acknowledged; null where it was deleted. `token` is written in its cells. */
export type State = { version: number; token: number; description: string | null } | null;

/** What a reader was told; null: there is no such dataset. */
export type Observation = { versions: number[]; tokens: number[]; description: string | null } | null;

export type Verdict = 'right' | 'stale' | 'torn' | 'lost';

/** Where in the history a request began. */
export type Moment = number;

/**
 * The states of one dataset in the order of its changes, which one client makes one after the other. While a change is
 * under way both the state before and the one after may be seen; once it is acknowledged, only the one after.
 */
export class DatasetHistory {
  private readonly states: State[] = [];
  private acknowledged = -1;

  constructor(readonly id: string) {}

  get newest(): State {
    return this.states.at(-1) ?? null;
  }

  /** Before the request of a change is sent. */
  begin(state: State): void {
    this.states.push(state);
  }

  /** After its answer has come. */
  acknowledge(): void {
    this.acknowledged = this.states.length - 1;
  }

  now(): Moment {
    return this.acknowledged;
  }

  isBeingDeleted(): boolean {
    return this.states.at(-1) === null;
  }

  /** On an answer that has just come to a request that began at `began`. */
  judge(began: Moment, seen: Observation): Verdict {
    if (this.states.slice(began).some((state) => isSame(state, seen))) return 'right';
    if (this.states.slice(0, began).some((state) => isSame(state, seen))) return 'stale';
    return seen === null ? 'lost' : 'torn';
  }
}

/** Every part of the answer must be of the one state. */
function isSame(state: State, seen: Observation): boolean {
  if (state === null || seen === null) return state === seen;
  const { versions, tokens, description } = seen;
  return (
    versions.every((version) => version === state.version) &&
    tokens.every((token) => token === state.token) &&
    description === state.description
  );
}
