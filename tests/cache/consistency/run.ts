import { setTimeout as pause } from 'node:timers/promises';
import type { Client, GraphqlAnswer } from '../../support/client.js';
import type { Random } from '../../support/random.js';
import { type Change, firstUpload, randomChange } from './changes.js';
import type { CheckOptions, CheckResult } from './check-consistency.js';
import { DatasetHistory, type Verdict } from './dataset-history.js';
import type { Refusal } from './fault-log.js';
import { observationOf, queryOf, versionObservationOf, versionQueryOf } from './observations.js';
import { QUESTIONS } from './questions.js';
import { answerTo, inOnePacket } from './requests.js';
import type { Topology } from './topology.js';

export const KEEP_VERSIONS = 3;
/** Where a dataset is deleted while it is read. */
const GONE = new Set(['DATASET_NOT_FOUND', 'CONFLICT']);
const MAX_EXAMPLES = 5;
/** Fewer answers would show nothing. */
const MIN_RIGHT = 60;
const DEFAULT_CHANGE_PAUSE_MS = 20;
/** Readers on other hosts have so long before a version that is not kept any more is removed (docs/freshness.md). */
const VERSION_GRACE_MS = 60_000;
/** Of a change, while faults explain that it fails. */
const MAX_ATTEMPTS = 6;
/** From an acknowledged upload to the end of its job. */
const MAX_READING_MS = 90_000;
const STATUS = 'query($id: ID!) { dataset(id: $id) { status version failure { code message } } }';
const LIST = `query($after: String) { datasets(first: 100, after: $after) {
  nodes { id status failure { code message } } pageInfo { hasNextPage endCursor } } }`;

type Errors = NonNullable<GraphqlAnswer['errors']>;
type Send = (client: Client) => Promise<GraphqlAnswer>;
type Outcome = 'done' | 'refused' | 'failed';

/** The clients of a check: each change and each read, and what is to be said of it. */
export class Run {
  readonly result: CheckResult = {
    operations: 0,
    changes: 0,
    verdicts: { right: 0, stale: 0, torn: 0, lost: 0 },
    ofVersions: 0,
    explained: 0,
    failures: [],
    examples: [],
  };
  private readonly histories: DatasetHistory[] = [];
  private tokens = 0;
  private readonly deadline: number;

  constructor(
    private readonly options: CheckOptions,
    private readonly topology: Topology,
  ) {
    this.deadline = performance.now() + (options.seconds ?? Number.POSITIVE_INFINITY) * 1_000;
  }

  /** One dataset after the other: uploaded, changed, deleted, each time through any of the processes. */
  async write(random: Random): Promise<void> {
    let history: DatasetHistory | null = null;
    while (this.isGoingOn()) {
      if (history === null) history = await this.upload(random);
      else if (await this.change(history, random)) history = null;
      await pause(random.upTo(this.options.changePauseMs ?? DEFAULT_CHANGE_PAUSE_MS));
    }
  }

  async read(random: Random): Promise<void> {
    while (this.isGoingOn()) {
      // The newest ones, which are changing, and now and then one that is gone.
      const history = random.pick(this.histories.slice(-2 * this.options.writers));
      if (history === undefined) await pause(10);
      else if (random.upTo(3) > 1) await this.observe(random.pick(this.topology.clients), history, random);
      else await this.observeVersion(random.pick(this.topology.clients), history, random);
    }
  }

  /** After all faults: every dataset is as its last change has left it, for each process, and none is still being read. */
  async verifyEnd(random: Random): Promise<void> {
    for (const client of this.topology.clients) {
      let after: string | null = null;
      do {
        const { data } = await this.sentUntilAnswered(client, (each) => each.gql(LIST, { after }));
        for (const { id, status, failure } of data.datasets.nodes) {
          const hasEnded = status === 'READY' || (status === 'FAILED' && failure?.message);
          if (!hasEnded) this.result.failures.push(`dataset ${id} is ${status} at the end, ${JSON.stringify(failure)}`);
        }
        const { hasNextPage, endCursor } = data.datasets.pageInfo;
        after = hasNextPage ? endCursor : null;
      } while (after !== null);
      for (const history of this.histories) {
        while ((await this.observe(client, history, random)) === 'refused');
      }
    }
  }

  private isGoingOn(): boolean {
    const { verdicts } = this.result;
    const hasFound = this.options.untilFound && verdicts.stale + verdicts.torn > 0;
    const isInTime = performance.now() < this.deadline || verdicts.right < MIN_RIGHT;
    return isInTime && this.result.operations < this.options.operations && !hasFound;
  }

  private async upload(random: Random): Promise<DatasetHistory | null> {
    const request = this.newFile(random);
    const began = performance.now();
    let id: string | undefined;
    const outcome = await this.make(random, true, async (client) => {
      const answer = await firstUpload(request)(client);
      id = answer.data?.uploadDataset?.dataset.id;
      return answer;
    });
    if (outcome !== 'done' || id === undefined) return null;
    if (!request.wait && (await this.publication(id, 1, began, random)) !== 'done') return null;
    const history = new DatasetHistory(id, KEEP_VERSIONS);
    history.begin({ version: 1, token: request.token, description: null, entity: 'x' });
    history.acknowledge();
    this.histories.push(history);
    return history;
  }

  /** Whether it was the last change of this dataset. */
  private async change(history: DatasetHistory, random: Random): Promise<boolean> {
    const request = this.newFile(random);
    const before = history.newest!.version;
    const { next, isRepeatable, send }: Change = randomChange(history, random, request);
    const began = performance.now();
    history.begin(next);
    let outcome = await this.make(random, isRepeatable, send);
    const isRead = next !== null && next.version > before;
    if (outcome === 'done' && isRead && !request.wait) {
      outcome = await this.publication(history.id, next.version, began, random);
    }
    // A change that failed may have been made or not: this dataset is changed no further, and either is right.
    if (outcome === 'done') history.acknowledge();
    return outcome !== 'done' || next === null;
  }

  private newFile(random: Random) {
    return { token: ++this.tokens, wait: !this.topology.isOverHosts || random.upTo(3) > 1 };
  }

  /** Sends a change through any process; again, as a client would, where a fault explains that it failed. */
  private async make(random: Random, isRepeatable: boolean, send: Send): Promise<Outcome> {
    for (let attempt = 1; ; attempt++) {
      const from = performance.now();
      const client = random.pick(this.topology.clients);
      const { errors } = await answerTo(send(client));
      this.result.operations++;
      this.result.changes++;
      if (!errors) return 'done';
      if (!this.isExplained(errors, { client, isChange: true, from })) {
        return this.fail({ change: send.toString(), tookMs: performance.now() - from, errors });
      }
      this.result.explained++;
      if (!isRepeatable || attempt === MAX_ATTEMPTS) return 'refused';
      await pause(random.upTo(1_000));
    }
  }

  /** Waits for the version of an upload that was acknowledged before it was read. */
  private async publication(id: string, version: number, from: number, random: Random): Promise<Outcome> {
    const deadline = performance.now() + MAX_READING_MS;
    while (performance.now() < deadline) {
      const client = random.pick(this.topology.clients);
      const sentAt = performance.now();
      const { data, errors } = await answerTo(client.gql(STATUS, { id }));
      if (errors) {
        if (!this.isExplained(errors, { client, isChange: false, from: sentAt })) return this.fail(errors);
      } else if (data.dataset === null) return this.fail(`dataset ${id} was acknowledged, and is not there`);
      else if (data.dataset.status === 'READY' && data.dataset.version >= version) return 'done';
      else if (data.dataset.failure !== null) {
        const { code, message } = data.dataset.failure;
        if (this.topology.faults.explains(this.refusal({ code, message, client, isChange: true, from }))) {
          this.result.explained++;
          return 'refused';
        }
        return this.fail({ id, version, ...data.dataset.failure });
      }
      await pause(50 + random.upTo(100));
    }
    return this.fail(`version ${version} of dataset ${id} was acknowledged, and is not there in time`);
  }

  private async observe(client: Client, history: DatasetHistory, random: Random): Promise<Outcome> {
    const question = random.pick(QUESTIONS);
    const [began, from] = [history.now(), performance.now()];
    const ask = this.result.operations % 3 === 0 ? client.gql : inOnePacket(client.url);
    const answer = await answerTo(ask(queryOf(question), { id: history.id }));
    this.result.operations++;
    if (answer.errors) return this.refuse(history, answer.errors, { client, from });
    const seen = observationOf(answer, question);
    return this.note(history, history.judge(began, seen), seen);
  }

  /** Of the newest versions, kept or just swept, one by its number. */
  private async observeVersion(client: Client, history: DatasetHistory, random: Random): Promise<Outcome> {
    const newest = history.newest?.version ?? 1;
    const asked = Math.max(1, newest - Math.floor(random.upTo(KEEP_VERSIONS + 2)));
    const question = random.pick(QUESTIONS);
    const [began, from] = [history.now(), performance.now()];
    const answer = await answerTo(client.gql(versionQueryOf(question), { id: history.id, version: asked }));
    this.result.operations++;
    const told = versionObservationOf(answer, asked, question);
    if (told === undefined) return this.refuse(history, answer.errors!, { client, from });
    this.result.ofVersions++;
    return this.note(history, history.judgeVersion(began, told), told);
  }

  /** A read that was answered by errors. */
  private async refuse(
    history: DatasetHistory,
    errors: Errors,
    { client, from }: { client: Client; from: number },
  ): Promise<Outcome> {
    const request = { client, isChange: false, from };
    const isOfHistory = ({ extensions: { code } }: Errors[number]) => history.isBeingDeleted() && GONE.has(code);
    if (errors.every(isOfHistory)) return 'done';
    const tookMs = performance.now() - from;
    const isOfSweep = ({ extensions }: Errors[number]) => extensions.code === 'CONFLICT' && tookMs > VERSION_GRACE_MS;
    const rest = errors.filter((error) => !isOfHistory(error) && !isOfSweep(error));
    if (!this.isExplained(rest, request)) return this.fail({ tookMs, errors });
    this.result.explained++;
    // Otherwise the operations of a run would be spent on a host that is away.
    await pause(200);
    return 'refused';
  }

  private isExplained(errors: Errors, request: { client: Client; isChange: boolean; from: number }): boolean {
    return errors.every(({ message, extensions: { code } }) =>
      this.topology.faults.explains(this.refusal({ ...request, code, message })),
    );
  }

  private refusal(refusal: Omit<Refusal, 'to'>): Refusal {
    return { ...refusal, to: performance.now() };
  }

  private async sentUntilAnswered(client: Client, send: Send): Promise<GraphqlAnswer> {
    for (;;) {
      const from = performance.now();
      const answer = await answerTo(send(client));
      if (!answer.errors) return answer;
      if (!this.isExplained(answer.errors, { client, isChange: false, from })) {
        throw new Error(`after all faults: ${JSON.stringify(answer.errors)}`);
      }
      await pause(200);
    }
  }

  private note(history: DatasetHistory, verdict: Verdict, seen: unknown): 'done' {
    this.result.verdicts[verdict]++;
    if (verdict !== 'right' && this.result.examples.length < MAX_EXAMPLES) {
      this.result.examples.push(`${verdict}: ${JSON.stringify(seen)}; newest is ${JSON.stringify(history.newest)}`);
    }
    return 'done';
  }

  private fail(what: unknown): 'failed' {
    this.result.failures.push(typeof what === 'string' ? what : JSON.stringify(what));
    return 'failed';
  }
}
