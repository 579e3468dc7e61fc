import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Client, GraphqlAnswer } from '../../support/client.js';

/** Longer than a job takes whose host was killed, cut off or paused. */
const MAX_ANSWER_MS = 120_000;

/** An answer, with an error of its own code where none came: NO_ANSWER, or HANGS where the connection is still open. */
export async function answerTo(sent: Promise<GraphqlAnswer>): Promise<GraphqlAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<GraphqlAnswer>((resolve) => {
    const message = `no answer within ${MAX_ANSWER_MS / 1000} s`;
    timer = setTimeout(() => resolve(refused('HANGS', message)), MAX_ANSWER_MS);
  });
  try {
    return await Promise.race([sent, tooLate]);
  } catch (error) {
    const { message, cause } = error as Error;
    return refused('NO_ANSWER', cause === undefined ? message : `${message}: ${cause}`);
  } finally {
    clearTimeout(timer);
  }
}

function refused(code: string, message: string): GraphqlAnswer {
  return { status: 0, data: null, errors: [{ message, extensions: { code } }] };
}

const agent = new Agent({ keepAlive: true });

/** As Client.gql, with head and body in one packet, on connections that stay open: the front knows such requests by their bytes. */
export function inOnePacket(url: string): Client['gql'] {
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
