import { ConcentricError } from '../../../model/errors.js';

export function encrypted(): ConcentricError {
  return unreadableParquet('it is encrypted');
}

export function damaged(): ConcentricError {
  return unreadableParquet('it is damaged, incomplete or not a Parquet file');
}

/** @param data where the problem is, for programs */
export function unreadableParquet(
  problem: string,
  { remedy = 'Export it again without encryption, or as CSV.', data = {}, cause }: UnreadableDetails = {},
): ConcentricError {
  return new ConcentricError('UNREADABLE_FILE', `The file cannot be read as Parquet: ${problem}. ${remedy}`, data, {
    cause,
  });
}

interface UnreadableDetails extends ErrorOptions {
  remedy?: string;
  data?: Record<string, unknown>;
}
