/** A whole number beyond the digits of a double as three BIGINTs in base 10^18, most significant first, each with its sign. */
export const LIMBS = 3;
const LIMB = 10n ** 18n;

export function joinLimbs(limbs: BigInt64Array): bigint[] {
  return Array.from({ length: limbs.length / LIMBS }, (_, group) => {
    const [high, middle, low] = [limbs[group * LIMBS]!, limbs[group * LIMBS + 1]!, limbs[group * LIMBS + 2]!];
    return (high * LIMB + middle) * LIMB + low;
  });
}

/** SQL of three BIGINT columns: the limbs of a whole number. @param digits SQL of its text */
export function limbsSql(digits: string): string[] {
  const padded = `lpad(ltrim(${digits}, '-'), ${LIMBS * 18}, '0')`;
  const sign = `CASE WHEN starts_with(${digits}, '-') THEN -1 ELSE 1 END`;
  return Array.from({ length: LIMBS }, (_, limb) => `substr(${padded}, ${limb * 18 + 1}, 18)::BIGINT * ${sign}`);
}
