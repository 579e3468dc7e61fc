export interface GraphqlAnswer {
  status: number;
  // Tests read answers of many shapes; what is not there fails their expectations.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  data: any;
  errors?: { message: string; path?: (string | number)[]; extensions: Record<string, unknown> & { code: string } }[];
  extensions?: { cost: number; freshness?: { comparedAt: string; isStale: boolean } };
}

export interface UploadRequest {
  content: string | Buffer<ArrayBuffer>;
  fileName: string;
  /** Of UploadDatasetInput, or of ReplaceDatasetInput where `id` is among them. */
  input?: Record<string, unknown>;
  headers?: Record<string, string>;
  /** Instead of the usual mutation; with the variable `input`. */
  query?: string;
}

export type Client = ReturnType<typeof createClient>;

/** What a front end would write by hand: fetch and FormData; `credentials` are headers of every request. */
export function createClient(url: string, credentials: Record<string, string> = {}) {
  async function gql(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...credentials },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as Omit<GraphqlAnswer, 'status'>) };
  }

  async function upload({ content, fileName, input = {}, headers, query }: UploadRequest): Promise<GraphqlAnswer> {
    const [field, type] =
      'id' in input ? ['replaceDataset', 'ReplaceDatasetInput'] : ['uploadDataset', 'UploadDatasetInput'];
    const usual = `mutation($input: ${type}!) { ${field}(input: $input) { dataset { id name status version rowCount columnCount failure { code } } } }`;
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: query ?? usual, variables: { input: { ...input, file: null } } }));
    form.set('map', JSON.stringify({ 0: ['variables.input.file'] }));
    form.set('0', new Blob([content]), fileName);
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'apollo-require-preflight': '1', ...credentials, ...headers },
      body: form,
    });
    return { status: response.status, ...((await response.json()) as Omit<GraphqlAnswer, 'status'>) };
  }

  return { url, gql, upload };
}
