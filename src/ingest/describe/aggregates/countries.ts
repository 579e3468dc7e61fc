/** ISO 3166-1 alpha-3, and codes that statistical offices use for territories that have none or had one once. */
const ALPHA_3 = (
  'ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ ' +
  'BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU ' +
  'DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC ' +
  'GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM ' +
  'KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG ' +
  'MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL ' +
  'PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN ' +
  'SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB ' +
  'VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE XKX XKV KSV CHI ROM ZAR TMP SCG YUG ANT CSK DDR SUN'
).split(' ');
const CODES_3: ReadonlySet<string> = new Set(ALPHA_3);
const ALPHA_2 = alpha2Codes();
/** Also those of Eurostat: Greece, the United Kingdom, Kosovo. */
const CODES_2: ReadonlySet<string> = new Set([...ALPHA_2, 'EL', 'UK', 'XK']);

/** Whether a text is the code of a country, in capitals. */
export function isCountryCode(text: string): boolean {
  return CODES_3.has(text) || CODES_2.has(text);
}

/** Whether a text is the name of a country, in one of the languages that Node.js knows them in. */
export function isCountryName(text: string): boolean {
  return countryNames().has(text.trim().toLowerCase());
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'cs', 'tr', 'ru', 'ja', 'zh'];

let names: Set<string> | undefined;

/** In lower case. Made when first needed, which takes some milliseconds. */
function countryNames(): Set<string> {
  names ??= new Set(
    LANGUAGES.flatMap((language) => {
      const display = new Intl.DisplayNames([language], { type: 'region' });
      return ALPHA_2.map((code) => display.of(code)!.toLowerCase());
    }),
  );
  return names;
}

/** The codes that have a name of their own. */
function alpha2Codes(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const display = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const notCountries = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !notCountries.has(code) && display.of(code) !== undefined);
}
