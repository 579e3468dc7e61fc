import type { Documents } from '../../graphql/documents.js';
import { HttpError } from '../../model/http-error.js';
import type { Parameters } from './parameters.js';

export interface DocumentRules {
  documents: Documents;
  /** Whether only documents of the manifest are executed. */
  trustedOnly: boolean;
}

/**
 * Adds the text of its document to a request that names it by an id only: as `documentId` (GraphQL over HTTP, appendix A:
 * `sha256:` and the digest, or the digest alone), or as Apollo's clients do, in `extensions.persistedQuery.sha256Hash`. An
 * unknown persisted query is left unchanged: Apollo Server requests its text from the client.
 *
 * Untrusted documents are refused here so that their validation errors do not reveal the schema. The rule itself is enforced
 * where the document is executed (graphql/server.ts).
 *
 * @throws HttpError PERSISTED_QUERY_NOT_FOUND, DOCUMENT_NOT_TRUSTED
 */
export function resolveDocument(parameters: Parameters, { documents, trustedOnly }: DocumentRules): void {
  if (parameters.query === undefined || parameters.query === null) {
    const id = idIn(parameters);
    const text = id === null ? undefined : documents.find(id);
    if (text !== undefined) parameters.query = text;
    else if (id !== null && !trustedOnly && parameters.documentId !== undefined) throw notFound(id);
  }
  if (trustedOnly && !(typeof parameters.query === 'string' && documents.isTrusted(parameters.query))) {
    throw new HttpError(403, 'DOCUMENT_NOT_TRUSTED', documents.notTrustedMessage);
  }
}

function idIn({ documentId, extensions }: Parameters): string | null {
  if (typeof documentId === 'string') return documentId.replace(/^sha256:/, '');
  const { sha256Hash } = asObject(asObject(extensions).persistedQuery);
  return typeof sha256Hash === 'string' ? sha256Hash : null;
}

function notFound(id: string): HttpError {
  return new HttpError(
    404,
    'PERSISTED_QUERY_NOT_FOUND',
    `No document has the id ${JSON.stringify(id.slice(0, 80))}. Known ids are listed in schema/persisted-documents.json; send the text of any other document in "query".`,
  );
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
