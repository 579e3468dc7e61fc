import { mayBeNumber, takeApart } from '../cells/annotated-numbers.js';
import { isBeyondDay, isClock, isLetteredDuration } from '../cells/durations.js';
import { isNumber } from '../cells/numbers.js';
import { combineFeature, type Feature, NONE } from './common-numbers.js';

/** A word beside the numbers of a column. */
export interface Word extends Feature {
  /** As in the cells, without a closing point. */
  text: string;
  isBehind: boolean;
  /** Cells whose number has a mark or four digits, as amounts have. */
  amounts: number;
  /** Sizes of up to 1,000 of the numbers. */
  sizes: number[];
}

/** What was found in the cells of a column that the grammar does not read. */
export interface OddCells {
  words: Word[];
  /** Numbers without a word, such as those in digits of other scripts. */
  bare: number;
  /** All numbers, with a word or without. */
  numbers: number;
  /** Whether any cell has a currency of the grammar. */
  haveCurrency: boolean;
  /** Cells with a point and at most two digits before a scale: `7.5k`. */
  scaledPoints: number;
  durations: Feature;
  /** Whether a cell can be nothing but a duration. */
  provesDurations: boolean;
}

const MAX_SIZES = 1000;

/** Collects the odd cells of a column. What they mean is decided once all are known (decide-annotations.ts). */
export class OddCellCollector {
  private readonly words = new Map<string, Word>();
  private readonly odd: Omit<OddCells, 'words'> = {
    bare: 0,
    numbers: 0,
    haveCurrency: false,
    scaledPoints: 0,
    durations: NONE,
    provesDurations: false,
  };

  add(cell: string, occurrences: number): void {
    const { odd } = this;
    if (isClock(cell) || isLetteredDuration(cell)) {
      odd.durations = combineFeature(odd.durations, { count: occurrences, example: cell });
      odd.provesDurations ||= isLetteredDuration(cell) || isBeyondDay(cell);
      return;
    }
    if (!mayBeNumber(cell)) return;
    odd.numbers += occurrences;
    const apart = takeApart(cell);
    if (!apart) return;
    if (apart.hasCurrency) odd.haveCurrency = true;
    if (/^[0-9]+[.][0-9]{1,2}$/.test(apart.number) && /^(?:k|mn|mio|bn|mrd|tsd|m|b)$/i.test(apart.word)) {
      odd.scaledPoints += occurrences;
    }
    if (isNumber(cell, 'POINT') || isNumber(cell, 'COMMA')) return;
    if (apart.word === '') {
      odd.bare += occurrences;
      return;
    }
    const { word: text, isBehind, number } = apart;
    const word = this.words.get(text) ?? { ...NONE, text, isBehind, amounts: 0, sizes: [] };
    Object.assign(word, combineFeature(word, { count: occurrences, example: cell }));
    if (/[.,'’ ]|\d{4}/.test(number)) word.amounts += occurrences;
    if (word.sizes.length < MAX_SIZES) word.sizes.push(Number.parseFloat(number.replaceAll(/[^0-9.]/g, '')));
    this.words.set(text, word);
  }

  found(): OddCells {
    return { ...this.odd, words: [...this.words.values()] };
  }
}
