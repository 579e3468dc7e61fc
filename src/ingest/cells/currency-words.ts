/**
 * Words and abbreviations for currencies beyond the signs and codes of the grammar (numbers.ts), by ISO code: the symbols
 * and narrow symbols of CLDR, and what local files write.
 */
const UNMISTAKABLE: Readonly<Record<string, string>> = {
  EUR: 'euro euros eura evro евро ευρώ',
  RUB: 'руб рублей rubles roubles',
  UAH: 'грн гривень hrn',
  BGN: 'лв лева leva',
  MKD: 'ден денари mkd',
  RSD: 'дин динара rsd din',
  TRY: 'tl trl',
  JPY: '円 圓 日元 ￥ yen',
  CNY: '元 人民币 人民幣 cn¥',
  TWD: 'nt$ 新台幣 新臺幣',
  KRW: '원 ￦',
  GBP: '￡',
  XOF: 'fcfa cfa xof f.cfa',
  XAF: 'xaf',
  XPF: 'fcfp xpf',
  IDR: 'rp rupiah',
  PEN: 's/ s/. soles',
  VND: 'đ vnđ đồng',
  KES: 'ksh kshs',
  TZS: 'tsh tshs',
  UGX: 'ush ushs',
  MAD: 'dh dhs dirham dirhams د.م.',
  AED: 'د.إ',
  EGP: 'ج.م e£',
  SAR: 'ر.س ﷼',
  KWD: 'د.ك',
  TND: 'د.ت',
  DZD: 'د.ج',
  ILS: 'nis ש"ח',
  BDT: '৳ tk',
  INR: 'रु ரூ',
  CHF: 'sfr franken',
  PLN: 'złotych złote',
  CZK: 'korun',
  HUF: 'forint',
  RON: 'leu',
  USD: 'u$s u$d us-$ долл dollars',
  MXN: 'mx$ mex$',
  ARS: 'ar$',
  CLP: 'clp$',
  DOP: 'rd$',
  JMD: 'j$',
  TTD: 'tt$',
  NAD: 'n$',
  GHS: 'gh₵ gh¢',
  BOB: 'bs bolivianos',
  PAB: 'b/.',
  KZT: 'тг тенге ₸',
  KGS: 'сом',
  UZS: "сум so'm soʻm",
  AMD: '֏ դր',
  MNT: '₮ төг',
  LAK: '₭',
  KHR: '៛',
  AFN: '؋',
  THB: 'บาท baht',
  ETB: 'ብር birr',
  MZN: 'mtn',
  MDL: 'mdl',
  LTL: 'ltl',
  LVL: 'lvl',
  EEK: 'eek',
  SKK: 'skk',
  BAM: 'bam',
  ALL: 'lek lekë',
  BYN: 'byn',
  GTQ: 'gtq',
  HNL: 'hnl',
  LYD: 'lyd',
  ZMW: 'zmw',
  MMK: 'mmk',
  PGK: 'pgk',
  BWP: 'bwp',
  MUR: 'mur',
  AOA: 'aoa kz',
  RWF: 'rwf frw',
  IRR: 'ریال تومان',
};

/**
 * Words that mean something else as well: `R` is also the letter of a room, `kn` also knots, `L` also litres. They need
 * evidence of amounts in the column. Case matters.
 */
const MISTAKABLE: Readonly<Record<string, string>> = {
  HRK: 'kn Kn KN',
  ZAR: 'R',
  MYR: 'RM',
  ZMW: 'K',
  BAM: 'KM',
  MAD: 'DH DHS Dh Dhs',
  LTL: 'Lt',
  LVL: 'Ls',
  RUB: 'р Р',
  TRY: 'Tl',
  HNL: 'L',
  GTQ: 'Q',
  BWP: 'P',
  SKK: 'Sk',
  RON: 'Lei',
  SAR: 'SR',
  KWD: 'KD',
  BHD: 'BD',
  OMR: 'RO',
  QAR: 'QR',
  JOD: 'JD',
  TND: 'DT',
  DZD: 'DA',
  LBP: 'LL',
  EGP: 'LE',
  XPF: 'F',
  BYN: 'Br',
  MMK: 'Ks',
  MZN: 'MT',
  MWK: 'MK',
  SLL: 'Le',
  UZS: 'S',
};

export interface CurrencyWord {
  code: string;
  /** Whether the word needs evidence of amounts. */
  isMistakable: boolean;
}

const words = new Map<string, CurrencyWord>();
for (const [code, list] of Object.entries(UNMISTAKABLE))
  for (const word of list.split(' ')) words.set(word, { code, isMistakable: false });
const mistakable = new Map<string, CurrencyWord>();
for (const [code, list] of Object.entries(MISTAKABLE))
  for (const word of list.split(' ')) mistakable.set(word, { code, isMistakable: true });

/** The currency that a word next to a number names, without a closing point; undefined for other words. */
export function currencyOfWord(word: string): CurrencyWord | undefined {
  const bare = word.replace(/\.$/, '');
  const lower = bare.toLowerCase();
  return mistakable.get(bare) ?? words.get(lower) ?? words.get(word.toLowerCase());
}
