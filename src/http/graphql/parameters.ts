import { HttpError } from '../../model/http-error.js';
import { parseJson } from './parse-json.js';

/** The parameters of a GraphQL request, each once, whatever transport brought them. Their types are not checked yet. */
export interface Parameters {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
  documentId?: unknown;
}

const NAMES = [
  'query',
  'operationName',
  'variables',
  'extensions',
  'documentId',
] as const satisfies (keyof Parameters)[];
const JSON_NAMES: readonly string[] = ['variables', 'extensions'] satisfies (keyof Parameters)[];

/** Of a GET. @throws HttpError BAD_REQUEST for a parameter that comes twice, or JSON that is none */
export function parametersInUrl(url: string): Parameters {
  const start = url.indexOf('?');
  const search = new URLSearchParams(start === -1 ? '' : url.slice(start + 1));
  const parameters: Parameters = {};
  for (const name of NAMES) {
    const [value, ...others] = search.getAll(name);
    if (others.length > 0) {
      throw new HttpError(
        400,
        'BAD_REQUEST',
        `Expected the parameter "${name}" once, got it ${others.length + 1} times.`,
      );
    }
    if (value === undefined) continue;
    parameters[name] = JSON_NAMES.includes(name) ? parseJson(value, `the parameter "${name}"`) : value;
  }
  return parameters;
}

/** Of a body, or of the `operations` of a form. @throws HttpError BAD_REQUEST */
export function parametersInBody(body: unknown): Parameters {
  if (Array.isArray(body)) {
    throw new HttpError(
      400,
      'BAD_REQUEST',
      'Send one operation a request: together they would exceed the limits of one.',
    );
  }
  if (typeof body !== 'object' || body === null) {
    throw new HttpError(400, 'BAD_REQUEST', 'Expected a JSON object with "query" or "documentId".');
  }
  const given = body as Record<string, unknown>;
  const parameters: Parameters = {};
  for (const name of NAMES) if (given[name] !== undefined) parameters[name] = given[name];
  return parameters;
}

/** The inverse of parametersInUrl. */
export function searchOf(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const name of NAMES) {
    const value = parameters[name];
    if (value === undefined) continue;
    search.set(name, JSON_NAMES.includes(name) ? JSON.stringify(value) : String(value));
  }
  return `?${search}`;
}
