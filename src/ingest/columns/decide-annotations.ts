import { type Annotations, NO_ANNOTATIONS, type Side } from '../cells/annotated-numbers.js';
import { currencyOfWord } from '../cells/currency-words.js';
import { isFlag, isFootnote, isUnit, scaleOfLetter } from '../cells/units.js';
import { combineFeature, type Feature, NONE, type Sign } from './common-numbers.js';
import type { HeaderMeaning } from './header-meaning.js';
import type { OddCells, Word } from './odd-cells.js';

/** How the cells of a column that the grammar does not read are stripped, and what was found in them. */
export interface FoundAnnotations {
  annotations: Annotations;
  /** Currencies by word, as in NumberColumn.features. */
  signs: Sign[];
  units: Feature;
  flags: Feature;
  /** Cells whose lone letter was taken for a scale, or not, without proof; `isApplied` says which. */
  doubtfulScale: DoubtfulScale | null;
  /** Cells with a side of a ledger. */
  sides: Feature & { side: Side | null };
}

type DoubtfulScale = Feature & { isApplied: boolean; letter: string };

/** What the rest of the column says. */
export interface ColumnEvidence {
  meaning: HeaderMeaning;
  /** Number of the cells that the grammar reads. */
  plain: number;
  /** Whether any of them has a currency. */
  hasCurrency: boolean;
  /** Whether any of them has a suffix that scales. */
  hasScale: boolean;
  mark: 'POINT' | 'COMMA';
}

/** The evidence of the whole column, plain and odd cells. */
interface Whole extends ColumnEvidence {
  /** All numbers of the column. */
  numbers: number;
  isMoney: boolean;
}

/**
 * Decides what the words beside the numbers of a column are: currencies, flags, units, scales or sides of a ledger
 * (docs/semantics.md §2, "Numbers"). Each word is one of them, in this order. Words that are none stay, and so do their cells.
 * @returns undefined if there is nothing to strip
 */
export function decideAnnotations(odd: OddCells, evidence: ColumnEvidence): FoundAnnotations | undefined {
  const nothing = { signs: [], units: NONE, flags: NONE, doubtfulScale: null, sides: { ...NONE, side: null } };
  const { meaning, mark } = evidence;
  // A time of day cannot be added up; only the header or the cells themselves say that they are durations.
  if (odd.durations.count > 0 && (odd.provesDurations || meaning.duration)) {
    return { ...nothing, annotations: { ...NO_ANNOTATIONS, durations: true }, units: odd.durations };
  }
  const pointBeforeScale = mark === 'COMMA' && odd.scaledPoints > 0;
  if (odd.words.length === 0 && odd.bare === 0 && !pointBeforeScale) return undefined;

  const currencies = currenciesOf(odd.words, meaning);
  const isMoney =
    !meaning.measure &&
    (evidence.hasCurrency || odd.haveCurrency || currencies.length > 0 || meaning.currency || meaning.money);
  const whole: Whole = { ...evidence, numbers: evidence.plain + odd.numbers, isMoney };
  const behind = without(odd.words, currencies).filter(({ isBehind }) => isBehind);
  const flags = flagsOf(behind, whole);
  const others = without(behind, flags);
  const { scales, units, doubtfulScale } = scalesOrUnits(others, whole);
  const sides = sidesOf(others, whole);
  return {
    annotations: {
      removed: [...currencies, ...flags, ...units, ...sides.removed].map(({ text }) => text).sort(),
      scales: Object.fromEntries(scales.map(({ text }) => [text, scaleOfLetter(text)!])),
      negativeSide: sides.negative,
      pointBeforeScale,
      commaInTexts: false,
      durations: false,
    },
    signs: currencies.map(({ text, count, example }) => ({
      sign: currencyOfWord(text)!.code,
      count,
      example: example!,
    })),
    units: doubtfulScale && !meaning.measure ? NONE : sum(units),
    flags: sum(flags),
    doubtfulScale,
    sides: { ...sum(sides.words), side: sides.side },
  };
}

function currenciesOf(words: readonly Word[], { measure, money, currency, identifier }: HeaderMeaning): Word[] {
  if (measure) return [];
  const known = words.flatMap((word) => {
    const found = currencyOfWord(word.text);
    return found ? [{ word, ...found }] : [];
  });
  const sure = new Set(known.filter(({ isMistakable }) => !isMistakable).map(({ code }) => code));
  // Several letters before numbers are codes: R100, K200.
  const isAlone = known.filter(({ isMistakable }) => isMistakable).length === 1;
  const accepted = known.filter(({ code, isMistakable, word }) => {
    if (!isMistakable || sure.has(code) || money || currency) return true;
    return isAlone && word.amounts > 0 && !identifier;
  });
  return accepted.map(({ word }) => word);
}

/** Behind more of the numbers, letters are flags only if most of these are amounts: a year of provisional figures. */
const MAX_FLAGGED_SHARE = 0.6;
/** 101.5 b beside 100.5 is flagged; 1.2 b beside 800,000,000 is scaled. */
const MIN_FLAGGED_SIZE = 20;
/** In a column of money, 28,300 b: no amount is thousands of billions. */
const MIN_FLAGGED_MONEY = 1000;
/** Break, estimated, provisional, revised: no unit of money or of a measure has these letters together. */
const COMMON_FLAGS = /^[bepr]{1,3}$/;

/** The flags of statistical offices and the marks of footnotes: all words of their kind, or none. */
function flagsOf(behind: readonly Word[], whole: Whole): Word[] {
  const { meaning, numbers } = whole;
  if (meaning.identifier) return [];
  const marks = behind.filter(({ text }) => isFootnote(text));
  const letters = behind.filter(({ text }) => isFlag(text) && !isFootnote(text));
  const areMarks = marks.length > 0 && isUsual(marks, numbers);
  const rest = without(without(behind, marks), letters);
  const areLetters = letters.length > 0 && rest.every(mayStandBesideFlags) && areFlags(letters, rest, whole);
  return [...(areMarks ? marks : []), ...(areLetters ? letters : [])];
}

function areFlags(flags: readonly Word[], others: readonly Word[], { isMoney, meaning, numbers }: Whole): boolean {
  const areCommon = flags.every(({ text }) => COMMON_FLAGS.test(text));
  if (flags.every(({ text }) => text === 'b')) {
    return isUsual(flags, numbers) && sizeOf(flags) >= (isMoney ? MIN_FLAGGED_MONEY : MIN_FLAGGED_SIZE);
  }
  // Pence, cents and francs are letters behind money; seconds and degrees behind a measure.
  if (isMoney) return areCommon && flags.length >= 2 && !others.some(isScale) && isUsual(flags, numbers);
  if (meaning.measure && !areCommon) return false;
  if (!isUsual(flags, numbers)) return areCommon && amountsOf(flags) * 2 > countOf(flags);
  // `5b`, `5c` are classes.
  return amountsOf(flags) > 0 || flags.some(({ text }) => text.includes('p'));
}

function isUsual(flags: readonly Word[], numbers: number): boolean {
  return countOf(flags) <= numbers * MAX_FLAGGED_SHARE;
}

/** `a` is the unit are, and the first of the letters that enumerate. */
function mayStandBesideFlags({ text }: Word): boolean {
  return text !== 'a' && (isUnit(text) || scaleOfLetter(text) !== undefined || isSide(text));
}

/** What the other words are: letters that scale, or one unit. Two units stay: nothing says how many of one are the other. */
function scalesOrUnits(
  others: readonly Word[],
  { isMoney, meaning, hasScale, numbers }: Whole,
): { scales: Word[]; units: Word[]; doubtfulScale: DoubtfulScale | null } {
  const letters = others.filter(isScale);
  if (isMoney) return { scales: letters, units: [], doubtfulScale: null };
  const provesScale = letters.length > 1 || (letters.length === 1 && hasScale);
  if (provesScale && !meaning.measure) return { scales: letters, units: [], doubtfulScale: null };

  const units = others.filter(({ text }) => isUnit(text));
  const [unit] = units;
  const [letter] = letters;
  if (unit && units.length === 1 && others.every((word) => word === unit)) {
    // Tonnes, whichever column: trillions are written of money alone.
    if (!isScale(unit) || meaning.measure || unit.text === 't') return { scales: [], units, doubtfulScale: null };
    // A letter behind every number is a unit, whichever. Behind some, it changes what the others are worth.
    const isApplied = unit.count < numbers;
    const doubtfulScale = { ...featureOf(unit), isApplied, letter: unit.text };
    return { scales: isApplied ? [unit] : [], units: isApplied ? [] : units, doubtfulScale };
  }
  if (!letter || letters.length > 1) return { scales: [], units: [], doubtfulScale: null };
  return { scales: [letter], units: [], doubtfulScale: { ...featureOf(letter), isApplied: true, letter: letter.text } };
}

/** The sides of a ledger. Both sides in one column: the file does not say which is negative (mixed-types.ts). */
function sidesOf(
  others: readonly Word[],
  { numbers }: Whole,
): { words: Word[]; removed: Word[]; side: Side | null; negative: Side | null } {
  const words = others.filter(({ text }) => isSide(text));
  // The pattern of isSide() allows nothing else.
  const names = new Set(words.map(({ text }) => text.toUpperCase() as Side));
  const [side] = names;
  if (side === undefined || names.size > 1) return { words: [], removed: [], side: null, negative: null };
  // Behind every amount it is no sign.
  const isEverywhere = countOf(words) === numbers;
  return { words, removed: isEverywhere ? words : [], side, negative: isEverywhere ? null : side };
}

function isSide(text: string): boolean {
  return /^[CD]R$/i.test(text);
}

function isScale({ text }: Word): boolean {
  return scaleOfLetter(text) !== undefined;
}

function without(words: readonly Word[], taken: readonly Word[]): Word[] {
  return words.filter((word) => !taken.includes(word));
}

function countOf(words: readonly Word[]): number {
  return words.reduce((total, { count }) => total + count, 0);
}

function amountsOf(words: readonly Word[]): number {
  return words.reduce((total, { amounts }) => total + amounts, 0);
}

/** The median size of the numbers beside the words. */
function sizeOf(words: readonly Word[]): number {
  const sizes = words.flatMap((word) => word.sizes).sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
}

function featureOf({ count, example }: Feature): Feature {
  return { count, example };
}

function sum(words: readonly Word[]): Feature {
  return words.reduce(combineFeature, NONE);
}
