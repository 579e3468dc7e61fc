/** First digits of the decimal digits of other scripts: full-width, Arabic, Persian, Devanagari, Bengali, Thai. */
const ZEROS = [0xff10, 0x0660, 0x06f0, 0x0966, 0x09e6, 0x0e50];
const FOREIGN_DIGIT = /[\uff10-\uff19\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59]/g;

/** The digits of other scripts, in the order of `ASCII_DIGITS`, for SQL's `translate`. */
export const FOREIGN_DIGITS = ZEROS.map((zero) =>
  Array.from({ length: 10 }, (_, digit) => String.fromCharCode(zero + digit)).join(''),
).join('');
export const ASCII_DIGITS = '0123456789'.repeat(ZEROS.length);

/** Replaces the decimal digits of other scripts by ASCII ones. */
export function asciiDigits(text: string): string {
  return text.replace(FOREIGN_DIGIT, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - ZEROS.find((zero) => code >= zero && code < zero + 10)!);
  });
}
