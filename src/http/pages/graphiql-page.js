// What runs in the browser at /graphql. React, ReactDOM, GraphiQL and graphqlSse are the packages' prebuilt files.

const URL_PATH = '/graphql';
/** Shared with the explorer: kept until the browser tab is closed, sent to this service only. */
const STORED_KEY = 'concentric.key';
/** Several datasets, since the newest may have no column to analyse. */
const NEWEST =
  '{ datasets(first: 10) { nodes { id version suggestions { groupBy value } schema { periodGrainCandidates } } } }';

const element = document.getElementById('graphiql');
const readyTabs = JSON.parse(document.getElementById('tabs').textContent);
// A link from the explorer, #query=…&variables=…, opens in a tab of its own.
const linked = Object.fromEntries(
  [...new URLSearchParams(location.hash.slice(1))].filter(([name]) => name === 'query' || name === 'variables'),
);

start();

async function start() {
  if (document.body.dataset.needsKey === 'true' && !authorization().authorization) return showKeyForm();
  const response = await send({ query: NEWEST }).catch(() => null);
  if (response?.status === 401) return showKeyForm();
  const answer = await response?.json().catch(() => null);
  const key = authorization();
  // Shown in the Headers of each tab, where it can be changed.
  const headers = key.authorization && JSON.stringify(key, null, 2);
  ReactDOM.createRoot(element).render(
    React.createElement(
      GraphiQL,
      {
        fetcher,
        defaultTabs: filledTabs(answer?.data?.datasets.nodes ?? []).map((tab) => ({ ...tab, headers })),
        defaultHeaders: headers,
        ...linked,
        storage,
        schemaDescription: true,
        shouldPersistHeaders: false,
        defaultEditorToolsVisibility: 'variables',
      },
      React.createElement(GraphiQL.Logo, null, React.createElement('a', { href: '/' }, 'Concentric')),
    ),
  );
}

/** The tabs, with variables for the newest dataset that can be analysed and its first suggestion, so that each runs at one click. */
function filledTabs(datasets) {
  const dataset = datasets.find(({ suggestions }) => suggestions?.length > 0) ?? datasets[0];
  const { groupBy = ['customer'], value = 'amount' } = dataset?.suggestions?.[0] ?? {};
  const input = { groupBy, value };
  const questions = questionsOf(dataset, input);
  return readyTabs.map(({ query, required }) => {
    const [, name] = /^\w+ (\w+)/m.exec(query);
    const values = {
      id: dataset?.id ?? 'ds_…',
      input: name === 'UploadDataset' ? { file: null } : (questions[name] ?? input),
      column: groupBy[0],
    };
    const variables = Object.keys(required).map((variable) => [variable, values[variable]]);
    return { query, variables: variables.length > 0 ? JSON.stringify(Object.fromEntries(variables), null, 2) : '' };
  });
}

/** What the question of a tab has beside the columns; nothing that the dataset cannot answer. */
function questionsOf(dataset, input) {
  const { version = 1, suggestions, schema } = dataset ?? {};
  const splitBy = suggestions?.map(({ groupBy }) => groupBy[0]).find((column) => !input.groupBy.includes(column));
  const hasMonths = schema?.periodGrainCandidates.includes('YEAR_MONTH') ?? false;
  return {
    Segments: splitBy === undefined ? input : { ...input, splitBy },
    Bridge: { ...input, bridge: 'PREVIOUS' },
    LimitsAndClasses: { ...input, limits: [10, 20], classes: [80, 95] },
    RollingWindows: hasMonths ? { ...input, periods: { grain: 'YEAR_MONTH', window: { months: 12 } } } : input,
    Comparison: { ...input, compareWith: { version: Math.max(1, version - 1) } },
  };
}

function fetcher({ query, variables, operationName }, { headers, documentAST } = {}) {
  const operation = documentAST?.definitions.find(
    ({ kind, name }) => kind === 'OperationDefinition' && (!operationName || name?.value === operationName),
  );
  const body = { query, variables, operationName };
  if (operation?.operation === 'subscription') {
    const events = graphqlSse.createClient({ url: URL_PATH, headers: { ...authorization(), ...headers } });
    return events.iterate(body);
  }
  if (variables?.input?.file === null) return sendWithFile(body, headers).then((response) => response.json());
  return send(body, headers).then((response) => response.json());
}

function send(body, headers) {
  return fetch(URL_PATH, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization(), ...headers },
    body: JSON.stringify(body),
  });
}

/** Lets the user choose a file and sends it as a GraphQL multipart request. */
async function sendWithFile(body, headers) {
  const form = new FormData();
  form.set('operations', JSON.stringify(body));
  form.set('map', JSON.stringify({ 0: ['variables.input.file'] }));
  form.set('0', await chooseFile());
  return fetch(URL_PATH, {
    method: 'POST',
    headers: { 'apollo-require-preflight': '1', ...authorization(), ...headers },
    body: form,
  });
}

function chooseFile() {
  return new Promise((resolve, reject) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.csv,.tsv,.txt,.xlsx,.xlsm,.parquet';
    input.onchange = () => resolve(input.files[0]);
    input.oncancel = () => reject(new Error('No file was chosen. Run the operation again to choose one.'));
    input.click();
  });
}

function showKeyForm() {
  element.replaceChildren(document.getElementById('key-form').content.cloneNode(true));
  const form = element.querySelector('form');
  const hasStoredKey = sessionStorage.getItem(STORED_KEY) !== null;
  form.querySelector('[role=alert]').textContent = hasStoredKey ? 'This key is not valid.' : '';
  form.onsubmit = (event) => {
    event.preventDefault();
    sessionStorage.setItem(STORED_KEY, form.elements.key.value.trim());
    location.reload();
  };
}

function authorization() {
  const key = sessionStorage.getItem(STORED_KEY);
  return key ? { authorization: `Bearer ${key}` } : {};
}

/**
 * GraphiQL's storage. Tabs are kept until the browser tab is closed, since their datasets may be deleted later. History,
 * layout and theme are kept permanently, but without headers, which the history would store despite
 * shouldPersistHeaders.
 */
const storage = {
  getItem: (name) => storageFor(name).getItem(name),
  setItem: (name, text) => storageFor(name).setItem(name, isHistory(name) ? removeHeaders(text) : text),
  removeItem: (name) => storageFor(name).removeItem(name),
  get length() {
    return localStorage.length;
  },
  clear: () => localStorage.clear(),
};

function isHistory(name) {
  return /:(queries|favorites)$/.test(name);
}

function removeHeaders(text) {
  return JSON.stringify(JSON.parse(text, (name, value) => (name === 'headers' ? '' : value)));
}

function storageFor(name) {
  return /tabState|:query$|:variables$|:headers$|operationName/.test(name) ? sessionStorage : localStorage;
}
