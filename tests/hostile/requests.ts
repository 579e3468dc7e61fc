import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';

/** A request as no front end makes one. */
export interface HostileRequest {
  what: string;
  body: () => string;
  headers?: Record<string, string>;
  /** What the answer must hold; null where the client goes before it comes. */
  answer: RegExp | null;
}

const BOUNDARY = 'hostile';
const UPLOAD = 'mutation($file: Upload!) { uploadDataset(input: { file: $file }) { dataset { id } } }';
const TWO_UPLOADS =
  'mutation($a: Upload!, $b: Upload!) { a: uploadDataset(input: { file: $a }) { dataset { id } } b: uploadDataset(input: { file: $b }) { dataset { id } } }';

const part = (name: string, value: string, more = '') =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
const operations = (query = UPLOAD, variables: unknown = { file: null }) =>
  part('operations', JSON.stringify({ query, variables }));
const map = (paths: unknown = { 0: ['variables.file'] }) => part('map', JSON.stringify(paths));
const file = (content = 'name,value\nACME,5\n', name = '0') => part(name, content, '; filename="a.csv"');
const END = `--${BOUNDARY}--\r\n`;

const BROKEN = /BAD_MULTIPART_REQUEST/;
const request = (what: string, body: () => string, answer: RegExp | null, headers?: Record<string, string>) =>
  ({ what, body, answer, headers }) satisfies HostileRequest;

export const requests: HostileRequest[] = [
  request('that ends within the file', () => operations() + map() + file().slice(0, -8), /UPLOAD_INCOMPLETE/),
  request('that ends within the operations', () => operations().slice(0, 90), BROKEN),
  request('whose client goes within the file', () => operations() + map() + file('x'.repeat(200_000)), null),
  request(
    'that refers to one part twice',
    () => operations(TWO_UPLOADS, { a: null, b: null }) + map({ 0: ['variables.a', 'variables.b'] }) + file(),
    /"code":"INVALID_INPUT"/,
  ),
  request(
    'of two files',
    () =>
      operations(TWO_UPLOADS, { a: null, b: null }) +
      map({ 0: ['variables.a'], 1: ['variables.b'] }) +
      file() +
      file('a,b\n', '1'),
    BROKEN,
  ),
  request(
    'of 5,000 files of which the map names one',
    () => operations() + map() + Array.from({ length: 5000 }, (_, at) => file('a,b\n1,2\n', String(at))).join(''),
    /dataset|BAD_MULTIPART|UPLOAD_INCOMPLETE/,
  ),
  request(
    'whose map names 5,000 files',
    () =>
      operations() +
      map(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [at, ['variables.file']]))) +
      file(),
    BROKEN,
  ),
  request(
    'of 5,000 fields',
    () => operations() + Array.from({ length: 5000 }, (_, at) => part(`f${at}`, 'x')).join('') + map() + file(),
    /BAD_MULTIPART|UPLOAD_INCOMPLETE/,
  ),
  request(
    'whose map refers 100,000 times to one part',
    () => operations() + map({ 0: Array.from({ length: 60_000 }, () => 'variables.file') }) + file(),
    /dataset|BAD_MULTIPART/,
  ),
  request(
    'whose operations are larger than a megabyte',
    () => operations(UPLOAD + ' '.repeat(1_100_000)) + map() + file(),
    BROKEN,
  ),
  request('whose operations nest 100,000 deep', () => part('operations', '['.repeat(100_000)) + map() + file(), BROKEN),
  request('whose operations are no JSON', () => part('operations', '{query:') + map() + file(), BROKEN),
  request('without operations', () => map() + file(), BROKEN),
  request('whose file comes first', () => file() + operations() + map(), BROKEN),
  request('whose map comes first', () => map() + operations() + file(), BROKEN),
  request('without a file', () => operations() + map(), /UPLOAD_INCOMPLETE/),
  request(
    'of a file that nobody asked for',
    () => operations('query($file: Upload) { __typename }') + map() + file(),
    /"errors"/,
  ),
  request(
    'whose map writes into the prototype of all objects',
    () => operations() + map({ 0: ['__proto__.polluted'] }) + file(),
    /"errors"/,
  ),
  request(
    'whose map writes into a constructor',
    () => operations() + map({ 0: ['constructor.prototype.polluted'] }) + file(),
    /"errors"/,
  ),
  request('whose map leads nowhere', () => operations() + map({ 0: ['variables.x.y.z'] }) + file(), /"errors"/),
  request(
    'whose map leads ten thousand steps down',
    () => operations() + map({ 0: ['a.'.repeat(10_000)] }) + file(),
    /"errors"/,
  ),
  request('whose map is a list', () => operations() + map([]) + file(), BROKEN),
  request('whose file is a text', () => operations(UPLOAD, { file: 'name,value\nACME,5\n' }) + map({}), /"errors"/),
  request(
    'whose part has no name',
    () => `${operations() + map()}--${BOUNDARY}\r\ncontent-disposition: form-data\r\n\r\nx\r\n`,
    /UPLOAD_INCOMPLETE|INVALID_INPUT/,
  ),
  request(
    'whose part has no headers',
    () => `${operations() + map()}--${BOUNDARY}\r\n\r\nx\r\n`,
    /UPLOAD_INCOMPLETE|INVALID_INPUT/,
  ),
  request(
    'whose part has headers of 100 KB',
    () => operations() + map() + part('0', 'x', `; filename="${'n'.repeat(100_000)}"`),
    /INVALID_INPUT/,
  ),
  request(
    'whose part has a header with control characters',
    () => operations() + map() + part('0', 'x', '; filename="a\u0000\u0007.csv"'),
    /INVALID_INPUT/,
  ),
  request('without a boundary', () => operations() + map() + file(), BROKEN, { 'content-type': 'multipart/form-data' }),
  request('with a boundary of 5,000 characters that never comes', () => operations() + map() + file(), BROKEN, {
    'content-type': `multipart/form-data; boundary=${'b'.repeat(5000)}`,
  }),
  request('without the header no foreign page can send', () => operations() + map() + file(), /CSRF_PREVENTED/, {
    'apollo-require-preflight': '',
  }),
  request('that says it is JSON', () => operations() + map() + file(), /"errors"/, {
    'content-type': 'application/json',
  }),
  request('of nothing', () => '', BROKEN),
];

/** Sends it; the answer's status and text, or null where the client went first. */
export async function sendRequest(url: string, { body, headers, answer }: HostileRequest) {
  const request = httpRequest(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'apollo-require-preflight': '1',
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      ...headers,
    },
  });
  request.on('error', () => undefined);
  if (answer === null) {
    await new Promise((resolve) => request.write(body(), resolve));
    request.destroy();
    return null;
  }
  const text = body();
  request.end(text.endsWith('\r\n') && text !== '' ? text + END : text);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode!, text: Buffer.concat(chunks).toString() };
}
