import type { Client, GraphqlAnswer } from '../../support/client.js';
import type { Random } from '../../support/random.js';
import type { DatasetHistory, DatasetState } from './dataset-history.js';

/** A change of a dataset, and what the dataset is after it; null where it deletes it. */
export interface Change {
  next: DatasetState | null;
  /** Sent twice, it is made once. */
  isRepeatable: boolean;
  send(client: Client): Promise<GraphqlAnswer>;
}

const APPEND = 'mutation($input: AppendToDatasetInput!) { appendToDataset(input: $input) { dataset { id } } }';
const RESTORE =
  'mutation($id: ID!, $version: Int!) { restoreVersion(input: { id: $id, version: $version }) { dataset { id } } }';
const NORMALIZE =
  'mutation($id: ID!) { normalizeDataset(input: { id: $id, options: { unpivot: false } }) { dataset { id } } }';
const SAVE_SCHEMA =
  'mutation($id: ID!, $text: String!) { saveSchema(input: { id: $id, columns: [{ name: "who", role: CATEGORICAL, description: $text }] }) { dataset { id } } }';
const SAVE_ENTITIES =
  'mutation($id: ID!, $entity: String!) { saveEntities(input: { id: $id, column: "who", merges: [{ entity: $entity, names: ["x"] }] }) { dataset { id } } }';
const INVALIDATE = 'mutation($id: ID!) { invalidateDataset(id: $id) { invalidated } }';
const DELETE = 'mutation($id: ID!) { deleteDataset(id: $id) { id } }';

export interface FileRequest {
  token: number;
  /** False: it is acknowledged when it is stored, before it is read. */
  wait: boolean;
}

/** Only where it does not wait the request says so. */
const inputOf = ({ token, wait }: FileRequest) => ({ idempotencyKey: `key ${token}`, ...(!wait && { wait }) });

export function firstUpload(request: FileRequest): (client: Client) => Promise<GraphqlAnswer> {
  return (client) =>
    client.upload({ content: contentOf(request.token), fileName: 'data.csv', input: inputOf(request) });
}

/** A change at random of what is the newest state. */
export function randomChange({ id, newest }: DatasetHistory, random: Random, request: FileRequest): Change {
  const state = newest!;
  const { token } = request;
  const earlier = state.earlier.length > 0 ? random.pick(state.earlier) : null;
  const kind = random.pick([
    ...(['replace', 'replace', 'append', 'saveSchema', 'saveSchema', 'saveEntities', 'saveEntities'] as const),
    ...(['normalize', 'invalidate', 'delete'] as const),
    ...(earlier === null ? [] : (['restore'] as const)),
  ]);
  const input = { id, ...inputOf(request) };
  const version = state.version + 1;
  const changes: Record<typeof kind, () => Change> = {
    replace: () => ({
      next: { ...state, version, token },
      isRepeatable: true,
      send: (client) => client.upload({ content: contentOf(token), fileName: 'data.csv', input }),
    }),
    append: () => ({
      next: { ...state, version, token },
      isRepeatable: true,
      send: (client) =>
        client.upload({
          content: contentOf(token, token - state.token),
          fileName: `more ${token}.csv`,
          input,
          query: APPEND,
        }),
    }),
    restore: () => ({
      next: { ...state, ...earlier, version },
      isRepeatable: false,
      send: (client) => client.gql(RESTORE, { id, version: earlier?.version }),
    }),
    normalize: () => ({
      next: { ...state, version },
      isRepeatable: false,
      send: (client) => client.gql(NORMALIZE, { id }),
    }),
    saveSchema: () => ({
      next: { ...state, description: `d${token}` },
      isRepeatable: true,
      send: (client) => client.gql(SAVE_SCHEMA, { id, text: `d${token}` }),
    }),
    saveEntities: () => ({
      next: { ...state, entity: `e${token}` },
      isRepeatable: true,
      send: (client) => client.gql(SAVE_ENTITIES, { id, entity: `e${token}` }),
    }),
    invalidate: () => ({ next: state, isRepeatable: true, send: (client) => client.gql(INVALIDATE, { id }) }),
    delete: () => ({ next: null, isRepeatable: false, send: (client) => client.gql(DELETE, { id }) }),
  };
  return changes[kind]();
}

/**
 * The token is the name of a column, the last of its kind, and the sum of another, so that the schema and the analysis both
 * show it. The largest entity is x, or what x is merged into. @param sum of this file; less than the token where it is
 * appended
 */
function contentOf(token: number, sum = token): string {
  return `who,amount,kind,day,c${token}\nx,${sum - 0.5},p,2024-01-15,u\ny,0.5,q,2024-02-20,v\n`;
}
