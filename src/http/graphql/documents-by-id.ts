import type { FastifyRequest } from 'fastify';
import type { Documents } from '../../graphql/documents.js';
import { HttpError } from '../../model/http-error.js';

export interface DocumentRules {
  documents: Documents;
  /** Whether documents of the manifest alone are run. */
  trustedOnly: boolean;
}

interface Parameters {
  query?: unknown;
  documentId?: unknown;
  extensions?: unknown;
}

/**
 * Puts the text of its document into a request that names it by an id alone: as `documentId` (GraphQL over HTTP, appendix
 * A: `sha256:` and the digest; the digest alone does), or as clients of Apollo do, in `extensions.persistedQuery.sha256Hash`.
 * What nobody registered stays as it is, for Apollo Server to ask for the text.
 *
 * @throws HttpError PERSISTED_QUERY_NOT_FOUND, DOCUMENT_NOT_TRUSTED
 */
export function putDocument(request: FastifyRequest, { documents, trustedOnly }: DocumentRules): void {
  const parameters = parametersOf(request);
  if (parameters === null) return;
  if (typeof parameters.query === 'string') {
    if (trustedOnly && !documents.isTrusted(parameters.query)) throw notTrusted();
    return;
  }
  const id = idIn(parameters);
  if (id === null) return;
  const text = documents.find(id);
  if (text !== undefined) setText(request, text);
  else if (trustedOnly) throw notTrusted();
  else if (parameters.documentId !== undefined) throw notFound(id);
}

/** Null where there are none, or several operations: that is for others to answer. */
function parametersOf({ method, query, body }: FastifyRequest): Parameters | null {
  const parameters = method === 'POST' ? body : query;
  return typeof parameters === 'object' && !Array.isArray(parameters) ? parameters : null;
}

function idIn({ documentId, extensions }: Parameters): string | null {
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '');
  const { persistedQuery } = asObject(typeof extensions === 'string' ? parsed(extensions) : extensions);
  const { sha256Hash } = asObject(persistedQuery);
  return typeof sha256Hash === 'string' ? sha256Hash : null;
}

/** Apollo Server and graphql-sse read a GET's from its URL. */
function setText(request: FastifyRequest, text: string): void {
  if (request.method === 'POST') {
    (request.body as Parameters).query = text;
    return;
  }
  const [path, search] = request.raw.url!.split('?', 2);
  const parameters = new URLSearchParams(search);
  parameters.set('query', text);
  request.raw.url = `${path}?${parameters}`;
}

function notFound(id: string): HttpError {
  return new HttpError(
    404,
    'PERSISTED_QUERY_NOT_FOUND',
    `No document has the id ${JSON.stringify(id.slice(0, 80))}. Those there are stand in schema/persisted-documents.json; send the text of any other in "query".`,
  );
}

function notTrusted(): HttpError {
  return new HttpError(
    403,
    'DOCUMENT_NOT_TRUSTED',
    'This service runs the operations of schema/persisted-documents.json alone, and this is none of them. Send the id of one, as {"documentId": "sha256:…"}; a new one is added to schema/operations/ and deployed with the service.',
  );
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
