import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789abcdefghijklmnopqrstuv';
const DATASET_ID = /^ds_[0-9a-z]{22}$/;

/** `ds_`, the time in milliseconds (9 digits to the base 32, so that ids sort by age), 13 random digits (65 bits). */
export function newDatasetId(): string {
  const time = Date.now().toString(32).padStart(9, '0');
  const random = Array.from(randomBytes(13), (byte) => DIGITS[byte % 32]).join('');
  return `ds_${time}${random}`;
}

/** Whether a client's text has the form of an id. Other texts never become part of a path. */
export function isDatasetId(text: string): boolean {
  return DATASET_ID.test(text);
}
