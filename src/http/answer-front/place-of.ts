/** Of the bytes, those that choose the place: enough to keep most apart, few enough to take no time. */
const SAMPLES = 32;

/** A place for bytes in a table of `places`, a power of two: the same for the same, and seldom the same for others. */
export function placeOf(bytes: Buffer, places: number): number {
  const { length } = bytes;
  const step = Math.max(1, Math.floor(length / SAMPLES));
  let sum = length;
  for (let at = length - 1; at >= 0; at -= step) sum = (Math.imul(sum, 31) + bytes[at]!) | 0;
  // The variables, and with them most differences, are at the end.
  for (let at = Math.max(0, length - SAMPLES); at < length; at++) sum = (Math.imul(sum, 31) + bytes[at]!) | 0;
  return (sum ^ (sum >>> 16)) & (places - 1);
}
