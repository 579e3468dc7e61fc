/**
 * The bands of the U.S. Department of Justice and Federal Trade Commission (Merger Guidelines, 18 December 2023,
 * guideline 1; the middle band as the agencies explain the index on their websites). They apply to market shares; for
 * shares of spend or sales they are only a comparison.
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

/** The credit below an exported picture. */
export const BANDS_CREDIT = 'Bands: U.S. DOJ and FTC, Merger Guidelines 2023.';

export const BANDS_SOURCE =
  'Bands: U.S. Department of Justice and FTC, Merger Guidelines 2023 (from 1,000 moderately, above 1,800 highly concentrated). They were made for market shares.';

export function bandOf(hhi: number): Band {
  return BANDS.find(({ to }) => hhi <= to && (to !== 1000 || hhi < 1000)) ?? BANDS[BANDS.length - 1]!;
}
