/** Headers whose plural is known. Only these are used as nouns in sentences; a guess for other languages or codes would be wrong. */
const NOUNS: Record<string, string> = {
  account: 'accounts',
  agency: 'agencies',
  agent: 'agents',
  airline: 'airlines',
  airport: 'airports',
  applicant: 'applicants',
  artist: 'artists',
  author: 'authors',
  authority: 'authorities',
  bank: 'banks',
  beneficiary: 'beneficiaries',
  borrower: 'borrowers',
  branch: 'branches',
  brand: 'brands',
  building: 'buildings',
  buyer: 'buyers',
  campaign: 'campaigns',
  carrier: 'carriers',
  category: 'categories',
  channel: 'channels',
  charity: 'charities',
  city: 'cities',
  client: 'clients',
  company: 'companies',
  contract: 'contracts',
  contractor: 'contractors',
  counterparty: 'counterparties',
  country: 'countries',
  county: 'counties',
  creditor: 'creditors',
  customer: 'customers',
  dealer: 'dealers',
  debtor: 'debtors',
  department: 'departments',
  directorate: 'directorates',
  distributor: 'distributors',
  district: 'districts',
  division: 'divisions',
  donor: 'donors',
  driver: 'drivers',
  employee: 'employees',
  entity: 'entities',
  facility: 'facilities',
  family: 'families',
  farm: 'farms',
  firm: 'firms',
  fund: 'funds',
  grantee: 'grantees',
  group: 'groups',
  holder: 'holders',
  hospital: 'hospitals',
  industry: 'industries',
  insurer: 'insurers',
  investor: 'investors',
  issuer: 'issuers',
  item: 'items',
  jurisdiction: 'jurisdictions',
  lender: 'lenders',
  line: 'lines',
  location: 'locations',
  manufacturer: 'manufacturers',
  market: 'markets',
  merchant: 'merchants',
  model: 'models',
  municipality: 'municipalities',
  office: 'offices',
  organisation: 'organisations',
  organization: 'organizations',
  owner: 'owners',
  partner: 'partners',
  party: 'parties',
  payee: 'payees',
  payer: 'payers',
  person: 'people',
  plant: 'plants',
  player: 'players',
  portfolio: 'portfolios',
  practice: 'practices',
  product: 'products',
  program: 'programs',
  programme: 'programmes',
  project: 'projects',
  property: 'properties',
  provider: 'providers',
  province: 'provinces',
  publisher: 'publishers',
  recipient: 'recipients',
  region: 'regions',
  retailer: 'retailers',
  school: 'schools',
  sector: 'sectors',
  security: 'securities',
  segment: 'segments',
  seller: 'sellers',
  service: 'services',
  shareholder: 'shareholders',
  shop: 'shops',
  site: 'sites',
  sponsor: 'sponsors',
  state: 'states',
  station: 'stations',
  store: 'stores',
  student: 'students',
  subscriber: 'subscribers',
  subsidiary: 'subsidiaries',
  supplier: 'suppliers',
  team: 'teams',
  tenant: 'tenants',
  territory: 'territories',
  town: 'towns',
  university: 'universities',
  user: 'users',
  vendor: 'vendors',
  ward: 'wards',
  warehouse: 'warehouses',
  website: 'websites',
};

export interface Noun {
  one: string;
  many: string;
  /** The header of the column, for table headers. */
  header: string;
  /** The nouns describe the entities; otherwise they are "entities", and the header must be shown. */
  isSpecific: boolean;
}

const GENERIC_WORDS = /^(name|id|code|no\.?|number|title)$/;

/** The nouns for the entities of a column: "Supplier Name" → supplier, suppliers; "Bénéficiaire" → entity, entities. */
export function nounOf(originalName: string): Noun {
  const header = quoted(originalName);
  const words = originalName
    .trim()
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[\s_-]+/);
  while (words.length > 1 && GENERIC_WORDS.test(words.at(-1)!)) words.pop();
  const last = words.at(-1)!;
  const one = Object.hasOwn(NOUNS, last) ? last : Object.keys(NOUNS).find((noun) => NOUNS[noun] === last);
  const areWords = words.length <= 3 && words.every((word) => /^[a-z]+$/.test(word));
  if (!areWords || one === undefined) {
    return { one: 'entity', many: 'entities', header, isSpecific: words.every((word) => GENERIC_WORDS.test(word)) };
  }
  const before = words
    .slice(0, -1)
    .map((word) => `${word} `)
    .join('');
  return { one: before + one, many: before + NOUNS[one]!, header, isSpecific: true };
}

/** The nouns for combinations of several columns, or for one column. */
export function nounOfColumns(labels: readonly string[]): Noun {
  if (labels.length === 1) return nounOf(labels[0]!);
  return { one: 'combination', many: 'combinations', header: labels.map(quoted).join(' · '), isSpecific: false };
}

/** A header, shortened to 40 characters. */
export function quoted(name: string): string {
  const text = name.trim();
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
