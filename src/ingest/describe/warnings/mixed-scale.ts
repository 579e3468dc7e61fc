import { inEachColumn } from './warning-kind.js';

/** Columns in which a letter behind numbers was taken for a scale or for a unit without proof. */
export const mixedScale = inEachColumn(({ name }, reading) => {
  if (reading.kind !== 'NUMBER' || !reading.annotated?.doubtfulScale) return null;
  const { letter, count, example, isApplied } = reading.annotated.doubtfulScale;
  const message = isApplied
    ? `Some numbers in "${name}" end in "${letter}", for example "${example}". They are read as ${SCALES[letter.toLowerCase()]}, but nothing shows that the letter is not a unit or a flag.`
    : `Every number in "${name}" ends in "${letter}", for example "${example}". The letter is read as a unit, not as ${SCALES[letter.toLowerCase()]}: shares are the same, totals are not.`;
  return { message, count };
});

const SCALES: Readonly<Record<string, string>> = { m: 'millions', mm: 'millions', b: 'billions', t: 'trillions' };
