import { type Client, CombinedError, cacheExchange, createClient, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { type DocumentNode, print } from 'graphql';
import {
  AnalysisDocument,
  type AnalysisInput,
  DatasetProgressDocument,
  type DatasetProgressSubscription,
  DatasetSchemaDocument,
  type DatasetSummaryFragment,
  DatasetsDocument,
  documentIds,
  type ErrorCode,
  UploadDatasetDocument,
} from '../index.js';

const ids: ReadonlySet<string> = new Set(Object.values(documentIds));

/** urql for a Concentric service at `url`, such as http://127.0.0.1:4000/graphql. It sends files and reads events by itself. */
export function connect(url: string, headers: Record<string, string> = {}): Client {
  // Queries go out as their id, by GET, so that caches on the way can answer them. One the service does not know is sent
  // again, with its text.
  const byId = persistedExchange({ generateHash: (_text, document) => idOf(document) });
  return createClient({
    url,
    exchanges: [cacheExchange, byId, fetchExchange],
    fetchSubscriptions: true,
    // Without this header the service takes no files: no foreign web page can send it.
    fetchOptions: { headers: { 'apollo-require-preflight': '1', ...headers } },
  });
}

/** Sends a file and follows its reading to the end: stage, rows and, from 0 to 1, how much is done. */
export async function upload(
  client: Client,
  file: File,
  onProgress: (progress: DatasetProgressSubscription['datasetProgress']) => void,
) {
  // With wait: false the answer comes as soon as the file is safe on disk.
  const { data, error } = await client.mutation(UploadDatasetDocument, { input: { file, wait: false } });
  if (error) throw error;
  const { id } = data!.uploadDataset!.dataset;
  return new Promise<DatasetProgressSubscription['datasetProgress']>((resolve, reject) => {
    client.subscription(DatasetProgressDocument, { id }).subscribe(({ data, error, hasNext }) => {
      if (error) reject(error);
      if (data) onProgress(data.datasetProgress);
      // The last event says DONE or FAILED; where it failed, failure says why and what to do.
      if (data && !hasNext) resolve(data.datasetProgress);
    });
  });
}

/** The whole list, page by page. */
export async function listDatasets(
  client: Client,
  search: string,
  pageSize: number,
  after: string | null = null,
): Promise<DatasetSummaryFragment[]> {
  const { data, error } = await client.query(DatasetsDocument, { search, first: pageSize, after });
  if (error) throw error;
  const { edges, pageInfo } = data!.datasets!;
  const rest = pageInfo.hasNextPage ? await listDatasets(client, search, pageSize, pageInfo.endCursor) : [];
  return [...edges.map(({ node }) => node), ...rest];
}

export async function readSchema(client: Client, id: string) {
  const { data, error } = await client.query(DatasetSchemaDocument, { id });
  if (error) throw error;
  return data!.dataset?.schema ?? null;
}

export async function analyse(client: Client, id: string, input: AnalysisInput) {
  const { data, error } = await client.query(AnalysisDocument, { id, input });
  if (error) throw error;
  return data!.dataset?.analysis ?? null;
}

/** What to decide by; the message is for people. Undefined where no answer of the service came. */
export function codeOf(error: unknown): ErrorCode | undefined {
  if (!(error instanceof CombinedError)) return undefined;
  return error.graphQLErrors[0]?.extensions.code as ErrorCode | undefined;
}

/** Undefined for a document of your own, which then goes out as its text, whatever its operation is called. */
async function idOf(document: DocumentNode): Promise<string | undefined> {
  // Browsers have `crypto.subtle` on https and localhost.
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(print(document)));
  const id = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return ids.has(id) ? id : undefined;
}
