/** A version as it is told apart: `token` is written in its cells, `description` is what was saved of it last. */
export interface VersionState {
  version: number;
  token: number;
  description: string | null;
}

/** What a dataset is after a change: its current version, and `entity`, what the largest entity of every version is called. */
export interface DatasetState extends VersionState {
  entity: string;
}

/** What a dataset is after a change was acknowledged, with the versions before it that are kept; null where it was deleted. */
export type State = (DatasetState & { earlier: VersionState[] }) | null;

/** What a reader was told; null: there is no such dataset. */
export type Observation = {
  /** The dataset's own, and each that a part of the answer says it is of. */
  versions: number[];
  tokens: number[];
  description: string | null;
  entity: string;
} | null;

/** What a reader was told of the version it asked for by its number: the list of those kept, and of that one what there is. */
export type VersionObservation = { asked: number; kept: number[]; seen: Observation } | null;

export type Verdict = 'right' | 'stale' | 'torn' | 'lost';

/** Where in the history a request began. */
export type Moment = number;

/**
 * The states of one dataset in the order of its changes, which one client makes one after the other. While a change is
 * under way both the state before and the one after may be seen; once it is acknowledged, or an answer has shown it, only the
 * one after.
 */
export class DatasetHistory {
  private readonly states: State[] = [];
  /** The newest state that was acknowledged or that an answer has shown. */
  private known = -1;

  constructor(
    readonly id: string,
    private readonly keepVersions: number,
  ) {}

  get newest(): State {
    return this.states.at(-1) ?? null;
  }

  /** Before the request of a change is sent. */
  begin(next: DatasetState | null): void {
    this.states.push(next && { ...next, earlier: this.earlierOf(next) });
  }

  /** After its answer has come. */
  acknowledge(): void {
    this.known = this.states.length - 1;
  }

  now(): Moment {
    return this.known;
  }

  isBeingDeleted(): boolean {
    return this.states.at(-1) === null;
  }

  /** On an answer about the current version that has just come to a request that began at `began`. */
  judge(began: Moment, seen: Observation): Verdict {
    return this.verdict(began, seen === null, (state) =>
      state === null || seen === null ? state === seen : isSame(state, state, seen),
    );
  }

  /** The same on an answer about a version that was asked for by its number. */
  judgeVersion(began: Moment, told: VersionObservation): Verdict {
    return this.verdict(began, told === null, (state) => {
      if (state === null || told === null) return state === told;
      const { asked, kept, seen } = told;
      const there = [state, ...state.earlier];
      const isListed = kept.join() === there.map(({ version }) => version).join();
      const version = there.find((each) => each.version === asked);
      if (version === undefined || seen === null) return isListed && version === undefined && seen === null;
      return isListed && isSame(version, state, seen);
    });
  }

  private verdict(began: Moment, isMissing: boolean, isOf: (state: State) => boolean): Verdict {
    const shown = this.states.findIndex((state, nth) => nth >= began && isOf(state));
    if (shown >= 0) {
      this.known = Math.max(this.known, shown);
      return 'right';
    }
    if (this.states.slice(0, began).some(isOf)) return 'stale';
    return isMissing ? 'lost' : 'torn';
  }

  private earlierOf(next: DatasetState): VersionState[] {
    const before = this.newest;
    if (before === null) return [];
    const { earlier, entity: _entity, ...superseded } = before;
    return next.version === before.version ? earlier : [superseded, ...earlier].slice(0, this.keepVersions - 1);
  }
}

/** Every part of the answer must be of the one version. @param current what the dataset itself must say it is */
function isSame(
  state: VersionState,
  current: DatasetState,
  { versions: [own, ...parts], tokens, description, entity }: NonNullable<Observation>,
): boolean {
  return (
    own === current.version &&
    entity === current.entity &&
    parts.every((version) => version === state.version) &&
    tokens.every((token) => token === state.token) &&
    description === state.description
  );
}
