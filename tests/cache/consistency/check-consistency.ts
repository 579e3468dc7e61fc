import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Client, createClient, type GraphqlAnswer } from '../../support/client.js';
import { type Fault, startFaultProxy } from '../../support/fault-proxy.js';
import { addressOf, startProcess } from '../../support/process.js';
import { type Random, randomFrom } from '../../support/random.js';
import { freePort, startRedis } from '../../support/redis.js';
import { DatasetHistory, type Observation, type Verdict, type VersionObservation } from './dataset-history.js';
import { QUESTIONS, type Question } from './questions.js';

export interface CheckOptions {
  seed: number;
  /** Reads and changes, of all clients together. */
  operations: number;
  processes: number;
  /** Each changes one dataset at a time; twice as many clients read. */
  writers: number;
  /** A module that takes something from the service which it is to be right by: to see that the check can fail. */
  fault?: 'without-version-check' | 'one-schema-a-revision';
  /** Ends before that many operations, as soon as an answer was wrong. */
  untilFound?: boolean;
}

export interface CheckResult {
  operations: number;
  changes: number;
  verdicts: Record<Verdict, number>;
  /** Of them, how many were about a version that was asked for by its number. */
  ofVersions: number;
  /** Answers with errors that nothing in the history explains. */
  failures: string[];
  /** What the processes logged as errors. */
  logged: string;
  /** The first few that were not right. */
  examples: string[];
}

/** Of all rows, and of a question that is drawn; `version` is a field of the input. */
const analyses = ({ input, fields }: Question, version = '') => `
  analysis(input: { groupBy: "who", value: "amount" ${version} }) { datasetVersion total { total head { entity } } }
  drawn: analysis(input: { ${input} ${version} }) { datasetVersion ${fields} }`;
const queryOf = (question: Question) => `query($id: ID!) { dataset(id: $id) {
  version
  schema { version columns { name description } } ${analyses(question)}
} }`;
const versionQueryOf = (question: Question) => `query($id: ID!, $version: Int!) { dataset(id: $id) {
  version
  versions { version }
  schema(version: $version) { version columns { name description } } ${analyses(question, 'version: $version')}
} }`;
const KEEP_VERSIONS = 3;
const FAULTS: Fault[] = [
  'none',
  'none',
  'none',
  'hold',
  'drop',
  'cut',
  'cutReplies',
  { delayMs: 15 },
  { delayMs: 100 },
];
/** Where a dataset is deleted while it is read. */
const GONE = new Set(['DATASET_NOT_FOUND', 'CONFLICT']);
const MAX_EXAMPLES = 5;

/**
 * Random histories against real processes on one storage folder and one Redis behind a proxy that does it harm; each answer
 * is compared with what a reader may see at that time (dataset-history.ts).
 */
export async function checkConsistency(options: CheckOptions): Promise<CheckResult> {
  const redis = await startRedis();
  const proxy = await startFaultProxy(redis.port);
  const storageDir = await mkdtemp(join(tmpdir(), 'concentric-consistency-'));
  const environment = {
    ...{ STORAGE_DIR: storageDir, REDIS_URL: proxy.url, SAMPLE_DATA: 'false', CACHE_AUDIT_SECONDS: '1' },
    // One for all, or each would keep its answers apart from the others': links begin with it.
    PUBLIC_URL: 'http://consistency.example',
    KEEP_VERSIONS: String(KEEP_VERSIONS),
    ...{ MEMORY_LIMIT: '128MB', THREADS: '2', LOG_LEVEL: 'error' },
  };
  const { fault } = options;
  const nodeArguments = fault ? ['--import', fileURLToPath(new URL(`${fault}.mjs`, import.meta.url))] : [];
  const ports = await Promise.all(Array.from({ length: options.processes }, freePort));
  const processes = ports.map((port) => startProcess({ ...environment, PORT: String(port) }, nodeArguments));
  try {
    await Promise.all(processes.map(addressOf));
    const clients = ports.map((port) => createClient(`http://127.0.0.1:${port}`));
    const run = new Run(options, clients);
    for (const { stderr } of processes) {
      stderr.on('data', (chunk) => {
        run.result.logged += chunk;
      });
    }
    const faults = new AbortController();
    const harm = doHarm(proxy, () => redis.client.flushall(), randomFrom(options.seed + 1), faults.signal);
    const writers = Array.from({ length: options.writers }, (_, index) =>
      run.write(randomFrom(options.seed + 100 + index)),
    );
    const readers = Array.from({ length: options.writers * 2 }, (_, index) =>
      run.read(randomFrom(options.seed + 200 + index)),
    );
    await Promise.all([...writers, ...readers]);
    faults.abort();
    await harm;
    return run.result;
  } finally {
    for (const process of processes) process.kill('SIGKILL');
    await proxy.close();
    await redis.stop();
    await rm(storageDir, { recursive: true, force: true });
  }
}

class Run {
  readonly result: CheckResult = {
    operations: 0,
    changes: 0,
    verdicts: { right: 0, stale: 0, torn: 0, lost: 0 },
    ofVersions: 0,
    failures: [],
    logged: '',
    examples: [],
  };
  private readonly histories: DatasetHistory[] = [];
  private tokens = 0;

  constructor(
    private readonly options: CheckOptions,
    private readonly clients: Client[],
  ) {}

  /** One dataset after the other: uploaded, changed, deleted, each time through any of the processes. */
  async write(random: Random): Promise<void> {
    let history: DatasetHistory | null = null;
    while (this.isGoingOn()) {
      const client = random.pick(this.clients);
      if (history === null) history = await this.upload(client);
      else if (await this.change(client, history, random)) history = null;
      await pause(random.upTo(20));
    }
  }

  async read(random: Random): Promise<void> {
    while (this.isGoingOn()) {
      // The newest ones, which are changing, and now and then one that is gone.
      const history = random.pick(this.histories.slice(-2 * this.options.writers));
      if (history === undefined) await pause(10);
      else if (random.upTo(3) > 1) await this.observe(random.pick(this.clients), history, random);
      else await this.observeVersion(random.pick(this.clients), history, random);
    }
  }

  private isGoingOn(): boolean {
    const { verdicts } = this.result;
    const hasFound = this.options.untilFound && verdicts.stale + verdicts.torn > 0;
    return this.result.operations < this.options.operations && !hasFound;
  }

  private async upload(client: Client): Promise<DatasetHistory | null> {
    const token = ++this.tokens;
    const { data, errors } = await client.upload({ content: contentOf(token), fileName: 'data.csv' });
    this.count(errors);
    if (errors) return null;
    const history = new DatasetHistory(data.uploadDataset.dataset.id, KEEP_VERSIONS);
    history.begin({ version: 1, token, description: null, entity: 'x' });
    history.acknowledge();
    this.histories.push(history);
    return history;
  }

  /** Whether it was the last change of this dataset. */
  private async change(client: Client, history: DatasetHistory, random: Random): Promise<boolean> {
    const { id } = history;
    const state = history.newest!;
    const token = ++this.tokens;
    const earlier = state.earlier.length > 0 ? random.pick(state.earlier) : null;
    const kind = random.pick([
      ...(['replace', 'replace', 'append', 'saveSchema', 'saveSchema', 'saveEntities', 'saveEntities'] as const),
      ...(['normalize', 'invalidate', 'delete'] as const),
      ...(earlier === null ? [] : (['restore'] as const)),
    ]);
    const make = {
      replace: {
        next: { ...state, version: state.version + 1, token },
        send: () => client.upload({ content: contentOf(token), fileName: 'data.csv', input: { id } }),
      },
      append: {
        next: { ...state, version: state.version + 1, token },
        send: () =>
          client.upload({
            content: contentOf(token, token - state.token),
            fileName: `more ${token}.csv`,
            input: { id },
            query: 'mutation($input: AppendToDatasetInput!) { appendToDataset(input: $input) { dataset { id } } }',
          }),
      },
      restore: {
        next: { ...state, ...earlier, version: state.version + 1 },
        send: () =>
          client.gql(
            'mutation($id: ID!, $version: Int!) { restoreVersion(input: { id: $id, version: $version }) { dataset { id } } }',
            { id, version: earlier?.version },
          ),
      },
      normalize: {
        next: { ...state, version: state.version + 1 },
        send: () =>
          client.gql(
            'mutation($id: ID!) { normalizeDataset(input: { id: $id, options: { unpivot: false } }) { dataset { id } } }',
            { id },
          ),
      },
      saveSchema: {
        next: { ...state, description: `d${token}` },
        send: () =>
          client.gql(
            'mutation($id: ID!, $text: String!) { saveSchema(input: { id: $id, columns: [{ name: "who", role: CATEGORICAL, description: $text }] }) { dataset { id } } }',
            { id, text: `d${token}` },
          ),
      },
      saveEntities: {
        next: { ...state, entity: `e${token}` },
        send: () =>
          client.gql(
            'mutation($id: ID!, $entity: String!) { saveEntities(input: { id: $id, column: "who", merges: [{ entity: $entity, names: ["x"] }] }) { dataset { id } } }',
            { id, entity: `e${token}` },
          ),
      },
      invalidate: {
        next: state,
        send: () => client.gql('mutation($id: ID!) { invalidateDataset(id: $id) { invalidated } }', { id }),
      },
      delete: { next: null, send: () => client.gql('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id }) },
    }[kind];
    history.begin(make.next);
    const { errors } = await make.send();
    this.count(errors);
    // A change that failed may have been made or not: this dataset is watched no further.
    if (!errors) history.acknowledge();
    return errors !== undefined || kind === 'delete';
  }

  private async observe(client: Client, history: DatasetHistory, random: Random): Promise<void> {
    const question = random.pick(QUESTIONS);
    const began = history.now();
    // The front knows what comes in one packet by its bytes; fetch sends two.
    const ask = this.result.operations % 3 === 0 ? client.gql : inOnePacket(client.url);
    const answer = await ask(queryOf(question), { id: history.id });
    this.result.operations++;
    if (answer.errors) return this.fail(history, answer.errors);
    const seen = observationOf(answer, question);
    this.note(history, history.judge(began, seen), seen);
  }

  /** Of the newest versions, kept or just swept, one by its number. */
  private async observeVersion(client: Client, history: DatasetHistory, random: Random): Promise<void> {
    const newest = history.newest?.version ?? 1;
    const asked = Math.max(1, newest - Math.floor(random.upTo(KEEP_VERSIONS + 2)));
    const question = random.pick(QUESTIONS);
    const began = history.now();
    const answer = await client.gql(versionQueryOf(question), { id: history.id, version: asked });
    this.result.operations++;
    const told = versionObservationOf(answer, asked, question);
    if (told === undefined) return this.fail(history, answer.errors!);
    this.result.ofVersions++;
    this.note(history, history.judgeVersion(began, told), told);
  }

  private fail(history: DatasetHistory, errors: NonNullable<GraphqlAnswer['errors']>): void {
    const isExplained = history.isBeingDeleted() && errors.every(({ extensions }) => GONE.has(extensions.code));
    if (!isExplained) this.result.failures.push(JSON.stringify(errors));
  }

  private note(history: DatasetHistory, verdict: Verdict, seen: unknown): void {
    this.result.verdicts[verdict]++;
    if (verdict !== 'right' && this.result.examples.length < MAX_EXAMPLES) {
      this.result.examples.push(`${verdict}: ${JSON.stringify(seen)}; newest is ${JSON.stringify(history.newest)}`);
    }
  }

  private count(errors: GraphqlAnswer['errors']): void {
    this.result.operations++;
    this.result.changes++;
    if (errors) this.result.failures.push(JSON.stringify(errors));
  }
}

/**
 * The token is the name of a column, the last of its kind, and the sum of another, so that the schema and the analysis both
 * show it. The largest entity is x, or what x is merged into. @param sum of this file; less than the token where it is
 * appended
 */
function contentOf(token: number, sum = token): string {
  return `who,amount,kind,day,c${token}\nx,${sum - 0.5},p,2024-01-15,u\ny,0.5,q,2024-02-20,v\n`;
}

function observationOf({ data: { dataset } }: GraphqlAnswer, { tokensOf }: Question): Observation {
  if (dataset === null) return null;
  const { version, schema, analysis, drawn } = dataset;
  return {
    versions: [version, schema.version, analysis.datasetVersion, drawn.datasetVersion],
    tokens: [newestToken(schema.columns), analysis.total.total, ...tokensOf(drawn)],
    description: schema.columns[0].description,
    entity: analysis.total.head[0].entity,
  };
}

function newestToken(columns: { name: string }[]): number {
  const tokens = columns.flatMap(({ name }) => (/^c\d+$/.test(name) ? [Number(name.slice(1))] : []));
  return tokens.at(-1)!;
}

/** Undefined where it is an error of another kind than that the version is not kept. */
function versionObservationOf(
  answer: GraphqlAnswer,
  asked: number,
  question: Question,
): VersionObservation | undefined {
  const { data, errors } = answer;
  if (errors) {
    const isNotKept = errors.every(({ extensions }) => extensions.code === 'VERSION_NOT_KEPT');
    return isNotKept ? { asked, kept: errors[0]!.extensions.kept as number[], seen: null } : undefined;
  }
  const seen = observationOf(answer, question);
  const kept = data.dataset?.versions.map(({ version }: { version: number }) => version);
  return seen && { asked, kept, seen };
}

async function doHarm(
  proxy: { set(fault: Fault): void },
  flush: () => Promise<unknown>,
  random: Random,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    proxy.set(random.pick(FAULTS));
    if (random.upTo(10) < 1) await flush();
    await pause(50 + random.upTo(450));
  }
}

const agent = new Agent({ keepAlive: true });

/** As Client.gql, with head and body in one packet, on connections that stay open. */
function inOnePacket(url: string): Client['gql'] {
  return async (query, variables = {}) => {
    const body = JSON.stringify({ query, variables });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asking = request(`${url}/graphql`, { method: 'POST', headers, agent });
    asking.end(body);
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    const answer = JSON.parse(await text(response)) as Omit<GraphqlAnswer, 'status'>;
    return { status: response.statusCode!, ...answer };
  };
}
