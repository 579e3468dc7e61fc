import { type Annotations, mayBeNumber, NO_ANNOTATIONS, type Side, takeApart } from '../cells/annotated-numbers.js';
import { currencyOfWord } from '../cells/currency-words.js';
import { isBeyondDay, isClock, isLetteredDuration } from '../cells/durations.js';
import { isNumber } from '../cells/numbers.js';
import { isFlag, isUnit, scaleOfLetter } from '../cells/units.js';
import { combineFeature, type Feature, NONE, type Sign } from './common-numbers.js';
import type { HeaderMeaning } from './header-meaning.js';

/** How the cells of a column that the grammar does not read are stripped, and what was found in them. */
export interface FoundAnnotations {
  annotations: Annotations;
  /** Currencies by word, as in NumberColumn.features. */
  signs: Sign[];
  units: Feature;
  flags: Feature;
  /** Cells whose lone letter was taken for a scale, or not, without proof; `isApplied` says which. */
  doubtfulScale: (Feature & { isApplied: boolean; letter: string }) | null;
  /** Cells with a side of a ledger. */
  sides: Feature & { side: Side | null };
}

const NOTHING_FOUND: FoundAnnotations = {
  annotations: NO_ANNOTATIONS,
  signs: [],
  units: NONE,
  flags: NONE,
  doubtfulScale: null,
  sides: { ...NONE, side: null },
};

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

interface Word extends Feature {
  isBehind: boolean;
  /** Whether any number beside the word has a mark or four digits, as amounts have. */
  looksLikeAmount: boolean;
  /** Sizes of up to 1,000 of the numbers. */
  sizes: number[];
}

/** Collects the odd cells of a column, then decides. */
export class AnnotationFinder {
  private readonly words = new Map<string, Word>();
  private bare = 0;
  private hasCurrency = false;
  private scaledPoints = 0;
  private count = 0;
  private durations: Feature = NONE;
  private provesDurations = false;

  add(cell: string, occurrences: number): void {
    if (isClock(cell) || isLetteredDuration(cell)) {
      this.durations = combineFeature(this.durations, { count: occurrences, example: cell });
      this.provesDurations ||= isLetteredDuration(cell) || isBeyondDay(cell);
      return;
    }
    if (!mayBeNumber(cell)) return;
    this.count += occurrences;
    const apart = takeApart(cell);
    if (!apart) return;
    if (apart.hasCurrency) this.hasCurrency = true;
    if (/^[0-9]+[.][0-9]{1,2}$/.test(apart.number) && /^(?:k|mn|mio|bn|mrd|tsd|m|b)$/i.test(apart.word)) {
      this.scaledPoints += occurrences;
    }
    if (isNumber(cell, 'POINT') || isNumber(cell, 'COMMA')) return;
    if (apart.word === '') {
      this.bare += occurrences;
      return;
    }
    const key = apart.word;
    const word = this.words.get(key) ?? { ...NONE, isBehind: apart.isBehind, looksLikeAmount: false, sizes: [] };
    word.count += occurrences;
    if (word.example === null || cell < word.example) word.example = cell;
    word.looksLikeAmount ||= /[.,'’ ]|\d{4}/.test(apart.number);
    if (word.sizes.length < MAX_SIZES) word.sizes.push(Number.parseFloat(apart.number.replaceAll(/[^0-9.]/g, '')));
    this.words.set(key, word);
  }

  /** Undefined if there is nothing to strip. */
  decide(evidence: ColumnEvidence): FoundAnnotations | undefined {
    // A time of day cannot be added up; only the header or the cells themselves say that they are durations.
    if (this.durations.count > 0 && (this.provesDurations || evidence.meaning.duration)) {
      return { ...NOTHING_FOUND, annotations: { ...NO_ANNOTATIONS, durations: true }, units: this.durations };
    }
    if (this.words.size === 0 && this.bare === 0 && (evidence.mark === 'POINT' || this.scaledPoints === 0))
      return undefined;
    const { meaning } = evidence;
    const removed: string[] = [];
    const found: FoundAnnotations = { ...NOTHING_FOUND, signs: [] };
    const currencies = this.currencies(meaning);
    for (const [text, { count, example }] of currencies) {
      removed.push(text);
      found.signs.push({ sign: currencyOfWord(text)!.code, count, example: example! });
    }
    const isMoney =
      !meaning.measure &&
      (evidence.hasCurrency || this.hasCurrency || currencies.length > 0 || meaning.currency || meaning.money);
    const rest = [...this.words].filter(([text]) => !currencies.some(([word]) => word === text));
    const letters = rest.filter(([text, { isBehind }]) => isBehind && scaleOfLetter(text) !== undefined);
    const numbers = evidence.plain + this.count;
    const flags = rest.filter(([text, word]) => word.isBehind && isFlag(text));
    const isFlagged = !isMoney && !meaning.measure && !meaning.identifier && this.areFlags(flags, rest, numbers);
    const units = rest.filter(([text, { isBehind }]) => isBehind && isUnit(text));
    const scales: Record<string, string> = {};
    if (isFlagged) {
      for (const [text, word] of flags) {
        removed.push(text);
        found.flags = combineFeature(found.flags, word);
      }
    } else if (isMoney || (letters.length > 0 && (evidence.hasScale || letters.length > 1) && !meaning.measure)) {
      for (const [text] of letters) scales[text] = scaleOfLetter(text)!;
    } else if (units.length === 1 && rest.every(([text, { isBehind }]) => text === units[0]![0] || !isBehind)) {
      const [[text, word]] = units as [[string, Word]];
      removed.push(text);
      const isLetter = scaleOfLetter(text) !== undefined;
      if (!isLetter || meaning.measure || word.count === numbers) found.units = combineFeature(found.units, word);
      if (isLetter && !meaning.measure) {
        // A letter behind every number is a unit, whichever. Behind some, it changes what the others are worth.
        const isEverywhere = word.count === numbers;
        if (!isEverywhere) {
          removed.pop();
          scales[text] = scaleOfLetter(text)!;
        }
        if (!isEverywhere || text.toLowerCase() !== 't') {
          found.doubtfulScale = { count: word.count, example: word.example, isApplied: !isEverywhere, letter: text };
        }
      }
    } else if (letters.length === 1) {
      const [[text, word]] = letters as [[string, Word]];
      scales[text] = scaleOfLetter(text)!;
      found.doubtfulScale = { count: word.count, example: word.example, isApplied: true, letter: text };
    }
    const sides = rest.filter(([text, { isBehind }]) => isBehind && /^[CD]R$/i.test(text));
    const side = sides.length > 0 ? (sides[0]![0].toUpperCase() as Side) : null;
    // Both sides: the file does not say which is negative (mixed-types.ts).
    const isOneSided = side !== null && sides.every(([text]) => text.toUpperCase() === side);
    if (isOneSided) {
      for (const [, word] of sides) found.sides = { ...combineFeature(found.sides, word), side };
    }
    const isEverySided = isOneSided && found.sides.count === numbers;
    if (isEverySided) removed.push(...sides.map(([text]) => text));
    found.annotations = {
      removed: removed.sort(),
      scales,
      negativeSide: isOneSided && !isEverySided ? side : null,
      pointBeforeScale: evidence.mark === 'COMMA' && this.scaledPoints > 0,
      commaInTexts: false,
      durations: false,
    };
    return found;
  }

  private currencies({ measure, money, currency, identifier }: HeaderMeaning): [string, Word][] {
    if (measure) return [];
    const known = [...this.words].flatMap(([text, word]) => {
      const found = currencyOfWord(text);
      return found ? [{ text, word, ...found }] : [];
    });
    const sure = new Set(known.filter(({ isMistakable }) => !isMistakable).map(({ code }) => code));
    // Several letters before numbers are codes: R100, K200.
    const isAlone = known.filter(({ isMistakable }) => isMistakable).length === 1;
    const accepted = known.filter(({ code, isMistakable, word }) => {
      if (!isMistakable || sure.has(code) || money || currency) return true;
      return isAlone && word.looksLikeAmount && !identifier;
    });
    return accepted.map(({ text, word }) => [text, word]);
  }

  /** Whether the words are flags: behind few of the numbers, which are as large as the numbers without one. */
  private areFlags(flags: [string, Word][], rest: [string, Word][], numbers: number): boolean {
    if (flags.length === 0 || flags.length < rest.length) return false;
    const flagged = flags.reduce((sum, [, { count }]) => sum + count, 0);
    if (flagged > numbers * MAX_FLAGGED_SHARE || !flags.some(([, { looksLikeAmount }]) => looksLikeAmount))
      return false;
    const isOnlyB = flags.every(([text]) => text === 'b');
    // 101.5 b beside 100.5 is flagged; 1.2 b beside 800,000,000 is scaled.
    return !isOnlyB || this.sizeOf(flags) >= MIN_FLAGGED_SIZE;
  }

  private sizeOf(words: [string, Word][]): number {
    const sizes = words.flatMap(([, word]) => word.sizes).sort((a, b) => a - b);
    return sizes[Math.floor(sizes.length / 2)] ?? 0;
  }
}

const MAX_SIZES = 1000;
const MAX_FLAGGED_SHARE = 0.6;
const MIN_FLAGGED_SIZE = 20;
