/** Units that cells write behind a number. A closing point is not part of the word. */
const UNITS = new Set(
  [
    't to ton tons tonne tonnes tonnen tn kt Mt kg g mg dag lb lbs oz cwt',
    'm mm cm dm km ft yd mi mile miles m2 m² m3 m³ km2 km² cm2 cm² sqm sqft ha ac a',
    'l L ml cl dl hl ltr litre litres liter litros gal bbl cbm',
    'h hr hrs hour hours Std std Stunden min Min days day Tage jours giorni días dias weeks mo mos mth mths month months Monate mois meses mesi yr yrs year years Jahre ans años anni jaar år',
    'bp bps pp',
    'kWh MWh GWh Wh kW MW GW W V A Hz kHz MHz GHz GB MB TB KB kB',
    'pc pcs pce pz Stk Stck Stück St st szt шт ks ud uds un und unit units Einheiten pièces pieces Paar pax pers',
    '°C °F °',
    'km/h mph m/s kn kt rpm bar Pa hPa',
    '個 台 本 枚 人 件 개 명 个 件 人',
  ].flatMap((list) => list.split(' ')),
);

export function isUnit(word: string): boolean {
  return UNITS.has(word);
}

/** Flags behind the numbers of statistical offices (SDMX): break, confidential, definition differs, estimated, forecast, … */
const FLAGS = /^[bcdefinprsuz]{1,3}$/;
/** `1,234 (2)`, `12.3 2)`: numbers of footnotes, of which a table has few. The second has a space, or it ends a bracket. */
const NUMBERED = '[ \\u00a0\\u2009\\u202f]?\\((?:[1-9]|1[0-9]|20)\\)|[ \\u00a0\\u2009\\u202f](?:[1-9]|1[0-9]|20)\\)';
/** `101.5*`, `101.5 †`, `101.5¹⁾`: marks of footnotes. `101.5 (p)`: a flag in brackets, which no unit has. */
const MARKS = '[*†‡§]{1,3}|[¹²³⁰⁴-⁹]{1,2}[⁾)]?|[([][bcdefinprsuz]{1,3}[)\\]]';
const NUMBERED_FOOTNOTE = new RegExp(`^(?:${NUMBERED})$`);
const FOOTNOTE = new RegExp(`^(?:${MARKS}|${NUMBERED})$`);
/** A number with the number of a footnote behind it. */
export const WITH_NUMBERED_FOOTNOTE = new RegExp(`^(.*[0-9])(${NUMBERED})$`);

/** Whether a word behind a number can be nothing but a footnote or a flag. */
export function isFootnote(word: string): boolean {
  return FOOTNOTE.test(word);
}

export function isNumberedFootnote(word: string): boolean {
  return NUMBERED_FOOTNOTE.test(word);
}

export function isFlag(word: string): boolean {
  return isFootnote(word) || FLAGS.test(word.replaceAll(/[ ,;]|^[([]|[)\]]$/g, ''));
}

/** Letters that scale a number where the column holds money, and the suffix that always does. */
const SCALE_LETTERS: Readonly<Record<string, string>> = {
  m: 'mn',
  M: 'mn',
  mm: 'mn',
  MM: 'mn',
  b: 'bn',
  B: 'bn',
  t: 'tn',
  T: 'tn',
};

export function scaleOfLetter(word: string): string | undefined {
  return SCALE_LETTERS[word];
}
