/**
 * Whether two of some names, by index, were decided to be different.
 * @param keys of the names, in their order
 * @param keyOf what makes two names the same one
 */
export function distinctNames(
  keys: readonly string[],
  distinct: readonly (readonly string[])[],
  keyOf: (name: string) => string,
): (a: number, b: number) => boolean {
  if (distinct.length === 0) return () => false;
  const decided = new Map(distinct.flat().map((name) => [keyOf(name), new Set<number>()]));
  for (const [set, names] of distinct.entries()) for (const name of names) decided.get(keyOf(name))!.add(set);
  const setsOf = keys.map((key) => decided.get(key));
  return (a, b) => {
    const [one, other] = [setsOf[a], setsOf[b]];
    return one !== undefined && other !== undefined && [...one].some((set) => other.has(set));
  };
}
