/**
 * The bands of the U.S. Department of Justice and Federal Trade Commission (Merger Guidelines, 18 December 2023,
 * guideline 1; the middle one as the agencies explain the index on their pages). They are about shares of a market;
 * for shares of spend or sales they are a yardstick, not a verdict.
 */
export interface Band {
  from: number;
  to: number;
  name: string;
  short: string;
}

export const BANDS: readonly Band[] = [
  { from: 0, to: 1000, name: 'unconcentrated', short: 'unconcentrated by US guidelines' },
  { from: 1000, to: 1800, name: 'moderately concentrated', short: 'moderate by US guidelines' },
  { from: 1800, to: 10000, name: 'highly concentrated', short: 'high by US guidelines' },
];

/** For below a picture that stands by itself. */
export const BANDS_CREDIT = 'Bands: U.S. DOJ and FTC, Merger Guidelines 2023.';

export const BANDS_SOURCE =
  'Bands of the U.S. Department of Justice and FTC, Merger Guidelines 2023: above 1,800 highly, from 1,000 moderately concentrated. They are meant for shares of a market.';

export function bandOf(hhi: number): Band {
  return BANDS.find(({ to }) => hhi <= to && (to !== 1000 || hhi < 1000)) ?? BANDS[BANDS.length - 1]!;
}
