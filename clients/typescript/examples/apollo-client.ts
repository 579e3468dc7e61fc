import { ApolloClient, ApolloLink, CombinedGraphQLErrors, InMemoryCache, ServerError } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import UploadHttpLink from 'apollo-upload-client/UploadHttpLink.mjs';
import { OperationTypeNode, print } from 'graphql';
import { createClient } from 'graphql-sse';
import { Observable } from 'rxjs';
import {
  AnalysisDocument,
  type AnalysisInput,
  DatasetProgressDocument,
  type DatasetProgressSubscription,
  DatasetSchemaDocument,
  DatasetsDocument,
  type ErrorCode,
  typePolicies,
  UploadDatasetDocument,
} from '../index.js';

/** Apollo Client 4 for a Concentric service at `uri`, such as http://127.0.0.1:4000/graphql. */
export function connect(uri: string, headers: Record<string, string> = {}): ApolloClient {
  // Operations go out as their id, queries by GET, so that caches on the way can answer them. One the service does not know
  // is sent again, with its text.
  const byId = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  // Without this header the service takes no files: no foreign web page can send it.
  const http = new UploadHttpLink({ uri, headers: { 'apollo-require-preflight': '1', ...headers } });
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      eventsLink(uri, headers),
      ApolloLink.from([byId, http]),
    ),
    cache: new InMemoryCache({
      // Every object with an id is kept once, whichever query brought it.
      typePolicies: {
        ...typePolicies,
        Query: { fields: { datasets: relayStylePagination(['search', 'orderBy']) } },
      },
    }),
  });
}

/** Sends a file and follows its reading to the end: stage, rows and, from 0 to 1, how much is done. */
export async function upload(
  client: ApolloClient,
  file: File,
  onProgress: (progress: DatasetProgressSubscription['datasetProgress']) => void,
) {
  // With wait: false the answer comes as soon as the file is safe on disk.
  const { data } = await client.mutate({
    mutation: UploadDatasetDocument,
    variables: { input: { file, wait: false } },
  });
  // With the default error policy an operation with errors is thrown, so what is null only with an error is there.
  const { id } = data!.uploadDataset!.dataset;
  return new Promise<DatasetProgressSubscription['datasetProgress']>((resolve, reject) => {
    let last: DatasetProgressSubscription['datasetProgress'];
    client.subscribe({ query: DatasetProgressDocument, variables: { id } }).subscribe({
      next({ data, error }) {
        if (error) return reject(error);
        last = data!.datasetProgress;
        onProgress(last);
      },
      error: reject,
      // The last event says DONE or FAILED; where it failed, failure says why and what to do.
      complete: () => resolve(last),
    });
  });
}

/** The whole list, page by page. */
export async function listDatasets(client: ApolloClient, search: string, pageSize: number) {
  const list = client.watchQuery({ query: DatasetsDocument, variables: { search, first: pageSize } });
  let { data } = await list.refetch();
  while (data!.datasets!.pageInfo.hasNextPage) {
    await list.fetchMore({ variables: { after: data!.datasets!.pageInfo.endCursor } });
    // relayStylePagination has put the page after those before it.
    data = list.getCurrentResult().data as typeof data;
  }
  return data!.datasets!.edges.map(({ node }) => node);
}

export async function readSchema(client: ApolloClient, id: string) {
  const { data } = await client.query({ query: DatasetSchemaDocument, variables: { id } });
  return data!.dataset?.schema ?? null;
}

export async function analyse(client: ApolloClient, id: string, input: AnalysisInput) {
  const { data } = await client.query({ query: AnalysisDocument, variables: { id, input } });
  return data!.dataset?.analysis ?? null;
}

/** What to decide by; the message is for people. Undefined where no answer of the service came. */
export function codeOf(error: unknown): ErrorCode | undefined {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0]?.extensions?.code as ErrorCode | undefined;
  // Refused before GraphQL: the caller is not authorized, a file is too large, or a document is not trusted.
  if (ServerError.is(error)) return JSON.parse(error.bodyText).errors?.[0]?.extensions.code;
  return undefined;
}

/** GraphQL over server-sent events. */
function eventsLink(url: string, headers: Record<string, string>): ApolloLink {
  const events = createClient({ url, headers });
  return new ApolloLink(
    ({ operationName, variables, query }) =>
      new Observable((sink) =>
        events.subscribe<Record<string, unknown>>(
          { operationName, variables, query: print(query) },
          {
            next: (result) => sink.next(result as ApolloLink.Result),
            error: (error) => sink.error(error),
            complete: () => sink.complete(),
          },
        ),
      ),
  );
}

/** What the service knows a document by; of others than its own it learns it with their text. Browsers have `crypto.subtle` on https and localhost. */
async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
