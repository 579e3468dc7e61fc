// What every peer is given: the contract, and the answer that its resolvers give from memory.
import { readFileSync } from 'node:fs';

/** `sdl` is the service's contract; `data` its answer to the query, `variables` included in the query's meaning. */
export const { sdl, data } = JSON.parse(readFileSync(process.env.BENCH_SETUP, 'utf8'));

/** For executors that take resolvers as a root value: its fields are the answer's. */
export const root = data;

/** For those that take them by type. */
export const resolvers = { Query: { dataset: () => data.dataset } };

export function ready(port) {
  console.log(`ready ${port}`);
}
