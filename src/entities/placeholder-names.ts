import { formOfName } from './similar/name-form.js';

/** Words by language, lower case, without accents: what stands for no name, whom it stands for, and whole phrases. */
interface Words {
  /** Alone, or beside one of `nouns` on either side. */
  unnamed: string;
  nouns: string;
  phrases: string;
}

/** The languages that the reading rules know, with what their accounting programs write for accounts without a name. */
const LANGUAGES: Record<string, Words> = {
  en: {
    unnamed:
      'sundry|sundries|various|miscellaneous|misc|other|others|unknown|unnamed|unspecified|unallocated|unassigned|anonymous|redacted|confidential|withheld|undisclosed|dummy|generic|one time|walk in',
    nouns:
      'customer|customers|client|clients|supplier|suppliers|vendor|vendors|payee|payees|debtor|debtors|creditor|creditors|account|accounts|name|names|data|items|individual|individuals|person|persons|recipient|recipients|sales|expenses|payments',
    phrases:
      'cash sale|cash sales|cash customer|cash account|counter sale|counter sales|over the counter|private individual|private individuals|name withheld|redacted personal data|not specified|not known|not available|not disclosed|not applicable|no name|no vendor|no supplier|no customer|to be confirmed|to be determined|petty cash|all others|everyone else',
  },
  de: {
    unnamed:
      'diverse|div|verschiedene|sonstige|sonstiges|ubrige|andere|unbekannt|unbekannte|anonym|ungenannt|anonymisiert|geschwarzt|einmal',
    nouns:
      'kunde|kunden|lieferant|lieferanten|kreditor|kreditoren|debitor|debitoren|empfanger|name|namen|posten|personen|konten|konto',
    phrases:
      'barverkauf|barverkaufe|barkunde|laufkunde|laufkundschaft|einmalkunde|einmallieferant|conto pro diverse|cpd|cpd kunde|cpd lieferant|cpd konto|privatperson|privatpersonen|nicht zugeordnet|nicht angegeben|ohne angabe|keine angabe|ohne namen|nicht bekannt',
  },
  fr: {
    unnamed:
      'divers|diverse|diverses|autre|autres|inconnu|inconnus|inconnue|anonyme|anonymes|anonymise|confidentiel|occulte',
    nouns:
      'client|clients|fournisseur|fournisseurs|beneficiaire|beneficiaires|tiers|compte|comptes|debiteurs|crediteurs|nom|personnes|particuliers',
    phrases:
      'vente comptant|ventes comptant|ventes au comptant|client comptoir|client de passage|clients de passage|particulier|particuliers|personne physique|non renseigne|non precise|non attribue|sans nom|non communique|donnees occultees',
  },
  es: {
    unnamed:
      'varios|varias|otro|otros|otras|diversos|desconocido|desconocidos|anonimo|anonimos|anonimizado|confidencial',
    nouns:
      'cliente|clientes|proveedor|proveedores|beneficiario|beneficiarios|acreedores|deudores|cuentas|nombre|personas',
    phrases:
      'venta al contado|ventas al contado|venta contado|ventas contado|publico en general|cliente contado|clientes contado|cliente de mostrador|consumidor final|persona fisica|sin nombre|sin especificar|no especificado|no identificado|no disponible|sin asignar',
  },
  it: {
    unnamed: 'vari|varie|diversi|altro|altri|altre|sconosciuto|sconosciuti|anonimo|anonimi|riservato|omissis',
    nouns: 'cliente|clienti|fornitore|fornitori|beneficiario|beneficiari|creditori|debitori|conti|nome|persone',
    phrases:
      'vendita al banco|vendite al banco|vendita contanti|vendite contanti|cliente al banco|clienti al banco|corrispettivi|privato|privati|persona fisica|non specificato|non disponibile|non assegnato|senza nome',
  },
  pt: {
    unnamed:
      'diversos|diversas|varios|outro|outros|outras|desconhecido|desconhecidos|anonimo|anonimos|anonimizado|sigiloso',
    nouns:
      'cliente|clientes|fornecedor|fornecedores|favorecido|favorecidos|beneficiario|beneficiarios|credores|devedores|contas|nome|pessoas',
    phrases:
      'venda a vista|vendas a vista|venda a dinheiro|vendas a dinheiro|consumidor final|cliente balcao|pessoa fisica|nao informado|nao identificado|nao especificado|sem nome|nao disponivel',
  },
  nl: {
    unnamed: 'diverse|diversen|overig|overige|onbekend|onbekende|anoniem|geanonimiseerd|vertrouwelijk|eenmalige',
    nouns:
      'klant|klanten|leverancier|leveranciers|debiteur|debiteuren|crediteur|crediteuren|naam|personen|relaties|ontvanger|ontvangers',
    phrases:
      'contante verkoop|contante verkopen|contante klant|baliverkoop|balieverkoop|particulier|particulieren|natuurlijk persoon|niet bekend|niet opgegeven|niet toegewezen|geen naam',
  },
  sv: {
    unnamed: 'diverse|ovrig|ovriga|ovrige|andre|andra|okand|ukendt|ukjent|anonym|anonymiserad|sekretess|maskerad',
    nouns: 'kund|kunder|leverantor|leverantorer|kunde|leverandor|leverandorer|mottagare|personer|navn|namn|konto',
    phrases:
      'kontantforsaljning|kontantsalg|kontantkund|kontantkunde|privatperson|privatpersoner|ej angivet|ikke angivet|ikke oppgitt|uden navn|uten navn|skyddad identitet',
  },
  pl: {
    unnamed: 'rozni|rozne|inni|inne|pozostali|pozostale|nieznany|nieznani|anonimowy|zanonimizowany|dane zanonimizowane',
    nouns: 'klient|klienci|odbiorca|odbiorcy|dostawca|dostawcy|kontrahent|kontrahenci|osoby|dane',
    phrases:
      'sprzedaz gotowkowa|klient detaliczny|klienci detaliczni|osoba fizyczna|osoby fizyczne|nie podano|brak danych|brak nazwy|nieprzypisane',
  },
  cs: {
    unnamed: 'ruzne|ruzni|ostatni|jine|neznamy|neznami|anonymni|anonymizovano',
    nouns: 'zakaznik|zakaznici|dodavatel|dodavatele|odberatel|odberatele|osoby|prijemci',
    phrases: 'hotovostni prodej|prodej za hotove|fyzicka osoba|fyzicke osoby|neuvedeno|bez nazvu|neprirazeno',
  },
  ru: {
    unnamed: 'разные|прочие|прочее|другие|остальные|неизвестный|неизвестные|неизвестно|аноним|анонимный|скрыто',
    nouns: 'покупатель|покупатели|клиент|клиенты|поставщик|поставщики|контрагент|контрагенты|лица|дебиторы|кредиторы',
    phrases:
      'розничный покупатель|розничные покупатели|розничная продажа|розничные продажи|частное лицо|физическое лицо|физические лица|физ лица|не указан|не указано|без имени|нет данных',
  },
  tr: {
    unnamed: 'muhtelif|cesitli|diger|digerleri|bilinmeyen|anonim|gizli',
    nouns: 'musteri|musteriler|tedarikci|tedarikciler|cari|cariler|alicilar|saticilar|kisiler',
    phrases:
      'perakende satis|perakende satislar|nakit satis|nakit satislar|pesin satis|pesin satislar|nihai tuketici|sahis|belirtilmemis|isimsiz',
  },
  ja: {
    unnamed: 'その他|諸口|不明|匿名|非公開',
    nouns: '得意先|仕入先|取引先|顧客',
    phrases: '現金売上|現金客|一般客|個人|未設定|該当なし',
  },
  zh: {
    unnamed: '其他|其它|未知|匿名|保密|零星',
    nouns: '客户|供应商|单位|个人',
    phrases: '现金销售|现金客户|散客|零售客户|个人客户|未指定|不详',
  },
};

const UNNAMED = new Set<string>();
const NOUNS = new Set<string>();
const PHRASES = new Set<string>();
for (const { unnamed, nouns, phrases } of Object.values(LANGUAGES)) {
  for (const words of unnamed.split('|')) UNNAMED.add(plainOf(words));
  for (const words of nouns.split('|')) NOUNS.add(plainOf(words));
  for (const words of phrases.split('|')) PHRASES.add(plainOf(words));
}

function plainOf(name: string): string {
  return formOfName(name)?.plain ?? '';
}

/**
 * Whether a name represents several or unknown names rather than one: "Sundry", "Redacted data", "Cash sales", "Diverse
 * Kunden", "その他". Names that only contain such words, such as "Various Artists Ltd", do not.
 */
export function isPlaceholderName(name: string): boolean {
  const plain = plainOf(name);
  if (plain === '') return false;
  if (UNNAMED.has(plain) || PHRASES.has(plain)) return true;
  const words = plain.split(' ');
  return words.some((_, at) => {
    const [before, after] = [words.slice(0, at + 1).join(' '), words.slice(at + 1).join(' ')];
    return (UNNAMED.has(before) && NOUNS.has(after)) || (NOUNS.has(before) && UNNAMED.has(after));
  });
}
