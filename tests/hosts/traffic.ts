import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Client, GraphqlAnswer } from '../support/client.js';

const RENAME =
  'mutation($id: ID!, $name: String!) { updateDataset(input: { id: $id, name: $name }) { dataset { id } } }';
const NAME = 'query($id: ID!) { dataset(id: $id) { name } }';
const SUM = `query($id: ID!) { dataset(id: $id) { status rowCount
  analysis(input: { groupBy: ["customer"], value: "amount" }) { total { totalExact } } } }`;
const READERS = 3;

export interface TrafficOptions {
  /** Codes of errors that are permitted: while something is away. */
  permitted?: readonly string[];
}

export interface TrafficResult {
  requests: number;
  changes: number;
  /** Answers with permitted errors. */
  refused: number;
  /** Answers with other errors. */
  failures: string[];
  /** Answers older than the newest acknowledged change before the request. */
  stale: string[];
  /** Acknowledged changes and files that are not there at the end. */
  lost: string[];
}

/** Clients that read, change and upload through all hosts at the same time, until end(). */
export async function startTraffic(first: readonly Client[], { permitted = [] }: TrafficOptions = {}) {
  const hosts = new Set(first);
  const result: TrafficResult = { requests: 0, changes: 0, refused: 0, failures: [], stale: [], lost: [] };
  const uploaded = new Map<string, number>();
  /** `renames` is the newest acknowledged one, `tried` the newest that was sent. */
  const counts = { renames: 0, tried: 0, reads: 0, uploads: 0 };
  let isGoingOn = true;
  let turn = 0;

  const underWay = new Map<Client, Set<Promise<unknown>>>();

  /** Sends a request to the next host. Null where it failed; one that is refused at the socket has failed too. */
  async function sent(request: (host: Client) => Promise<GraphqlAnswer>): Promise<GraphqlAnswer | null> {
    const host = [...hosts][turn++ % hosts.size]!;
    result.requests++;
    const running = request(host);
    const ofHost = underWay.get(host) ?? new Set();
    underWay.set(host, ofHost.add(running));
    try {
      const { status, data, errors, ...rest } = await running;
      if (data && !errors) return { status, data };
      if (errors?.every(({ extensions }) => permitted.includes(extensions.code))) result.refused++;
      else result.failures.push(JSON.stringify({ status, errors, ...rest }));
    } catch (error) {
      result.failures.push(String(error));
    } finally {
      ofHost.delete(running);
    }
    return null;
  }

  const begun = await first[0]!.upload({ content: 'customer,amount\nA,1\n', fileName: 'renamed.csv' });
  expect(begun.errors).toBeUndefined();
  const { id } = begun.data.uploadDataset.dataset;
  const numberIn = ({ data }: GraphqlAnswer) => Number(/^name (\d+)$/.exec(data.dataset?.name ?? '')?.[1] ?? 0);

  async function rename() {
    while (isGoingOn) {
      const number = ++counts.tried;
      // The next one begins when this one was answered; readers may see it before. One that failed may be stored all the same.
      if (await sent((host) => host.gql(RENAME, { id, name: `name ${number}` }))) {
        counts.renames = number;
        result.changes++;
      } else if (result.failures.length > 0) return;
      await pause(20);
    }
  }

  async function read() {
    while (isGoingOn) {
      const acknowledged = counts.renames;
      const answer = await sent((host) => host.gql(NAME, { id }));
      if (answer && numberIn(answer) < acknowledged) {
        result.stale.push(`${JSON.stringify(answer.data)} after change ${acknowledged}`);
      }
      counts.reads++;
      await pause(20);
    }
  }

  async function upload() {
    while (isGoingOn) {
      const amount = 1000 + uploaded.size;
      const answer = await sent((host) =>
        host.upload({ content: `customer,amount\nA,${amount}\n`, fileName: 'more.csv' }),
      );
      if (answer) {
        result.changes++;
        uploaded.set(answer.data.uploadDataset.dataset.id, amount);
        const seen = await sent((host) => host.gql(SUM, { id: answer.data.uploadDataset.dataset.id }));
        if (seen && seen.data.dataset?.analysis?.total.totalExact !== String(amount)) {
          result.stale.push(JSON.stringify(seen.data));
        }
      }
      counts.uploads++;
    }
  }

  const clients = Promise.all([rename(), upload(), ...Array.from({ length: READERS }, read)]);

  async function end(): Promise<TrafficResult> {
    if (!isGoingOn) return result;
    isGoingOn = false;
    await clients;
    for (const each of hosts) {
      const named = await each.gql(NAME, { id });
      if (numberIn(named) < counts.renames || numberIn(named) > counts.tried)
        result.lost.push(`change ${counts.renames}: ${JSON.stringify(named.data)}`);
      for (const [file, amount] of uploaded) {
        const { data } = await each.gql(SUM, { id: file });
        if (data.dataset?.analysis?.total.totalExact !== String(amount)) result.lost.push(`${file}: ${amount}`);
      }
    }
    return result;
  }

  return {
    add: (each: Client) => void hosts.add(each),
    /** As a load balancer takes a host out before it is stopped. */
    async remove(each: Client) {
      hosts.delete(each);
      await Promise.allSettled(underWay.get(each) ?? []);
    },
    /** Until some more requests of each kind were answered, or one has failed. */
    async goesOn() {
      const before = { ...counts };
      const done = () =>
        result.failures.length > 0 ||
        (counts.renames >= before.renames + 5 &&
          counts.reads >= before.reads + 15 &&
          counts.uploads >= before.uploads + 2);
      await expect.poll(done, { timeout: 30_000, interval: 20 }).toBe(true);
    },
    end,
  };
}
