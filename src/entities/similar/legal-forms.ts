/**
 * Legal forms of companies by their canonical abbreviation, with their other spellings: lower case, without marks. Sources:
 * ISO 20275 (GLEIF's list of entity legal forms) for the countries where most of our files come from, and usage in ERP
 * exports. Words such as holding or group are part of a name.
 */
const FORMS: Record<string, readonly string[]> = {
  // English
  ltd: ['limited'],
  plc: ['public limited company'],
  llc: ['l l c', 'limited liability company'],
  llp: ['l l p', 'limited liability partnership'],
  lp: ['limited partnership'],
  inc: ['incorporated'],
  corp: ['corporation'],
  co: ['company'],
  pty: ['proprietary'],
  pvt: ['private'],
  pte: [],
  cic: ['community interest company'],
  // German
  gmbh: ['g m b h', 'gesellschaft mit beschrankter haftung', 'ges m b h', 'gesmbh'],
  ggmbh: ['gemeinnutzige gmbh'],
  ag: ['aktiengesellschaft'],
  kg: ['kommanditgesellschaft'],
  kgaa: ['kommanditgesellschaft auf aktien'],
  ohg: ['offene handelsgesellschaft'],
  gbr: ['gesellschaft burgerlichen rechts'],
  ug: ['ug haftungsbeschrankt', 'unternehmergesellschaft haftungsbeschrankt', 'unternehmergesellschaft'],
  ev: ['e v', 'eingetragener verein'],
  ek: ['e k', 'e kfm'],
  se: ['societas europaea'],
  // French, Belgian, Swiss
  sa: ['s a', 'societe anonyme', 'sociedad anonima', 'sociedade anonima', 'spolka akcyjna'],
  sas: ['s a s', 'societe par actions simplifiee'],
  sasu: [],
  sarl: ['s a r l', 'societe a responsabilite limitee'],
  eurl: ['e u r l'],
  snc: ['s n c', 'societe en nom collectif', 'societa in nome collettivo'],
  sprl: ['s p r l'],
  bvba: [],
  // Italian
  spa: ['s p a', 'societa per azioni'],
  srl: ['s r l', 'societa a responsabilita limitata'],
  srls: [],
  // Spanish, Portuguese, Latin American
  sl: ['s l', 'sociedad limitada'],
  slu: ['s l u'],
  sau: ['s a u'],
  sacv: ['sa de cv', 's a de c v', 'sociedad anonima de capital variable'],
  srlcv: ['s de rl de cv', 's de r l de c v'],
  ltda: ['limitada', 'lda'],
  eireli: [],
  // Dutch
  bv: ['b v', 'besloten vennootschap'],
  nv: ['n v', 'naamloze vennootschap'],
  vof: ['v o f'],
  // Nordic
  ab: ['aktiebolag', 'aktiebolaget'],
  as: ['a s', 'aksjeselskap', 'aktieselskab', 'anonim sirketi'],
  asa: [],
  aps: ['anpartsselskab'],
  oy: ['osakeyhtio'],
  oyj: [],
  ehf: [],
  // Central and Eastern European
  spzoo: ['sp z o o', 'sp z oo', 'spolka z ograniczona odpowiedzialnoscia', 'spolka z o o'],
  spk: ['sp k', 'spolka komandytowa'],
  spj: ['sp j', 'spolka jawna'],
  sro: ['s r o', 'spol s r o', 'spolecnost s rucenim omezenym', 'spolocnost s rucenim obmedzenym'],
  kft: ['korlatolt felelossegu tarsasag'],
  zrt: [],
  nyrt: [],
  doo: ['d o o'],
  dd: ['d d'],
  ood: [],
  eood: [],
  ead: [],
  uab: [],
  sia: [],
  ou: ['osauhing'],
  // Cyrillic and Greek
  ооо: ['общество с ограниченнои ответственностью', 'общество с ограниченной ответственностью', 'ooo'],
  зао: ['закрытое акционерное общество'],
  оао: ['открытое акционерное общество'],
  пао: ['публичное акционерное общество'],
  ао: ['акционерное общество'],
  ип: ['индивидуальныи предприниматель', 'индивидуальный предприниматель'],
  тов: ['товариство з обмеженою відповідальністю'],
  αε: ['α ε', 'ανωνυμη εταιρεια'],
  επε: ['ε π ε'],
  // Turkish
  ltdsti: ['ltd sti', 'limited sirketi'],
  // Asian, Arabian
  kk: ['k k', 'kabushiki kaisha'],
  gk: ['godo kaisha'],
  bhd: ['berhad'],
  sdnbhd: ['sdn bhd', 'sendirian berhad'],
  pt: ['perseroan terbatas'],
  tbk: [],
  jsc: ['joint stock company'],
  pjsc: [],
  fze: [],
  fzco: [],
  wll: ['w l l'],
};

/** Two letters that are often something else at the end of a name: a state, a direction, a unit. */
const WEAK = new Set(['co', 'se', 'kg', 'sl', 'lp', 'dd', 'ek', 'ou', 'as', 'pt', 'gk', 'ип', 'ао']);

/** Attached to the name without a space. */
const CJK_FORMS: readonly [RegExp, string][] = [
  [/^(?:株式会社|㈱|\(株\))|(?:株式会社|㈱|\(株\))$/u, 'kk'],
  [/^(?:有限会社|㈲)|(?:有限会社|㈲)$/u, 'yk'],
  [/^(?:合同会社)|(?:合同会社)$/u, 'gk'],
  [/^(?:주식회사|㈜|\(주\))|(?:주식회사|㈜|\(주\))$/u, 'jusik'],
  [/(?:股份有限公司)$/u, 'gufen'],
  [/(?:有限责任公司|有限公司)$/u, 'youxian'],
];

/** Canonical form by its words. */
const BY_WORDS = new Map(
  Object.entries(FORMS).flatMap(([form, spellings]) => [form, ...spellings].map((words) => [words, form] as const)),
);
const MAX_FORM_WORDS = Math.max(...[...BY_WORDS.keys()].map((words) => words.split(' ').length));
const FORM_STARTS = new Set([...BY_WORDS.keys()].map((words) => words.split(' ')[0]!));
const FORM_ENDS = new Set([...BY_WORDS.keys()].map((words) => words.split(' ').at(-1)!));
/** Those that stand before the name in their countries. */
const PREFIXES = new Set([
  'ооо',
  'зао',
  'оао',
  'пао',
  'ао',
  'ип',
  'тов',
  'pt',
  'sarl',
  'sa',
  'sas',
  'eurl',
  'snc',
  'uab',
  'sia',
]);

export interface NameAndForms {
  stem: string[];
  /** Canonical, sorted. */
  forms: string[];
  /** Those of the forms that could be something else, such as a state. */
  weakForms: string[];
}

/** A form that is attached to a name in Chinese, Japanese or Korean script, and the rest. */
export function withoutAttachedForm(name: string): { rest: string; form: string | null } {
  for (const [pattern, form] of CJK_FORMS) {
    const rest = name.replace(pattern, '').trim();
    if (rest !== name && rest !== '') return { rest, form };
  }
  return { rest: name, form: null };
}

/** Takes the legal forms off both ends of a name's words; at least one word stays. */
export function splitLegalForms(words: readonly string[]): NameAndForms {
  let start = 0;
  let end = words.length;
  const forms: string[] = [];
  const weakForms: string[] = [];
  for (;;) {
    const form = FORM_ENDS.has(words[end - 1]!) ? formEndingAt(words, start, end) : null;
    if (form === null) break;
    end -= form.length;
    if (words[end - 1] === '&' && end - 1 > start) end--;
    else if (WEAK.has(form.name)) weakForms.push(form.name);
    forms.push(form.name);
  }
  if (FORM_STARTS.has(words[start]!)) {
    for (let length = Math.min(MAX_FORM_WORDS, end - start - 1); length > 0; length--) {
      const form = BY_WORDS.get(words.slice(start, start + length).join(' '));
      if (form === undefined || !PREFIXES.has(form)) continue;
      if (WEAK.has(form) && length === 1 && /^[a-z]/.test(form)) weakForms.push(form);
      forms.push(form);
      start += length;
      break;
    }
  }
  return { stem: words.slice(start, end), forms: [...new Set(forms)].sort(), weakForms };
}

function formEndingAt(words: readonly string[], start: number, end: number): { name: string; length: number } | null {
  for (let length = Math.min(MAX_FORM_WORDS, end - start - 1); length > 0; length--) {
    const name = BY_WORDS.get(length === 1 ? words[end - 1]! : words.slice(end - length, end).join(' '));
    if (name !== undefined) return { name, length };
  }
  return null;
}
