import { ConcentricError } from '../../model/errors.js';

const CURSOR = /^row:(\d{1,15})$/;

/** @param rowNumber in the Parquet, from 0 */
export function cursorOf(rowNumber: number): string {
  return Buffer.from(`row:${rowNumber}`).toString('base64url');
}

/** The number of the row that the page comes after; -1 for the first page. @throws INVALID_CURSOR */
export function rowOfCursor(cursor: string | null | undefined): number {
  if (cursor == null) return -1;
  const [, rowNumber] = CURSOR.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (rowNumber !== undefined) return Number(rowNumber);
  throw new ConcentricError(
    'INVALID_CURSOR',
    '"after" must be a cursor of an earlier page of the same rows; pass pageInfo.endCursor unchanged, or leave it out for the first page.',
  );
}
