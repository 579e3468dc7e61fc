import type { Certainty, SimilarityReason } from '../../model/similar-names.js';
import { fingerprint, formOfName, type NameForm, withoutBreaks, withWrittenUmlauts } from './name-form.js';
import { findTypos } from './typos.js';

/** More names than this with one key are a series, such as numbered stores. */
const MAX_CLUSTER_NAMES = 100;
/** A shorter name, such as Bank, is not the same as Bank Ltd. */
const MIN_STEM_LETTERS = 4;
const MIN_UNBROKEN_LETTERS = 5;

export interface SimilarName {
  name: string;
  rows: number;
}

/** Names that are probably one, as indexes. */
export interface Cluster {
  names: number[];
  reasons: SimilarityReason[];
  certainty: Certainty;
}

const ORDER: readonly Certainty[] = ['HIGH', 'MEDIUM', 'LOW'];

/**
 * Clusters of names that are probably one. Names must be distinct in more than case and spaces.
 * @param areDistinct whether two names are known to be different: no cluster holds both
 */
export function findSimilar(
  names: readonly SimilarName[],
  areDistinct: (a: number, b: number) => boolean = () => false,
): Cluster[] {
  const forms = names.map(({ name }) => formOfName(name));
  const clusters = new Clusters(names.length, areDistinct);
  for (const key of [(form: NameForm) => form.words, (form: NameForm) => form.plain, fingerprint]) {
    joinEqual(forms, key, clusters);
  }
  joinUmlauts(forms, clusters);
  joinEqual(forms, (form) => (form.stem.join('').length < MIN_UNBROKEN_LETTERS ? null : withoutBreaks(form)), clusters);
  joinMissingForms(forms, clusters);
  joinTypos(names, forms, clusters);
  return clusters.list();
}

/** Groups of names with an equal fingerprint: what is surest and cheapest to find. */
export function findEqualFingerprints(
  names: readonly string[],
  areDistinct: (a: number, b: number) => boolean = () => false,
): Cluster[] {
  const forms = names.map(formOfName);
  const clusters = new Clusters(names.length, areDistinct);
  joinEqual(forms, fingerprint, clusters);
  return clusters.list();
}

function joinEqual(
  forms: readonly (NameForm | null)[],
  keyOf: (form: NameForm) => string | null,
  clusters: Clusters,
): void {
  for (const [first, ...others] of groupsBy(forms, keyOf)) {
    for (const other of others) clusters.join(first!, other, () => difference(forms[first!]!, forms[other]!));
  }
}

function joinUmlauts(forms: readonly (NameForm | null)[], clusters: Clusters): void {
  const written = new Map<string, number>();
  for (const [index, form] of forms.entries()) {
    const text = form && withWrittenUmlauts(form);
    if (text) written.set(text, index);
  }
  if (written.size === 0) return;
  for (const [index, form] of forms.entries()) {
    const other = form === null ? undefined : written.get(form.plain);
    if (other !== undefined && other !== index) {
      clusters.join(other, index, () => ({ reasons: ['ACCENTS'], certainty: 'HIGH' }));
    }
  }
}

/**
 * A name without a legal form is probably the one with it, unless there are several: Siemens may be Siemens AG or Siemens
 * GmbH, which are two companies.
 */
function joinMissingForms(forms: readonly (NameForm | null)[], clusters: Clusters): void {
  const stemOf = ({ stem, numbers }: NameForm) =>
    stem.join('').length < MIN_STEM_LETTERS ? null : `${stem.join(' ')}|${numbers}`;
  for (const group of groupsBy(forms, stemOf)) {
    const byForms = new Map<string, number[]>();
    for (const index of group) {
      const key = forms[index]!.forms.join(' ');
      byForms.set(key, [...(byForms.get(key) ?? []), index]);
    }
    const firsts = [...byForms.values()].map(([first]) => first!);
    for (const indexes of byForms.values()) {
      const own = forms[indexes[0]!]!;
      const larger = firsts
        .filter((first) => first !== indexes[0] && contains(forms[first]!.forms, own.forms))
        .sort((a, b) => forms[a]!.forms.length - forms[b]!.forms.length);
      const isChain = larger.every(
        (each, at) => at === 0 || contains(forms[each]!.forms, forms[larger[at - 1]!]!.forms),
      );
      const other = larger.find((each) => addsStrongForm(forms[each]!, own));
      if (other === undefined || !isChain) continue;
      for (const index of indexes) {
        clusters.join(other, index, () => ({ reasons: ['LEGAL_FORM'], certainty: 'MEDIUM' }));
      }
    }
  }
}

function contains(forms: readonly string[], others: readonly string[]): boolean {
  return others.every((form) => forms.includes(form));
}

function addsStrongForm({ forms, weakForms }: NameForm, { forms: own }: NameForm): boolean {
  return forms.some((form) => !own.includes(form) && !weakForms.includes(form));
}

function joinTypos(names: readonly SimilarName[], forms: readonly (NameForm | null)[], clusters: Clusters): void {
  const firsts = new Map<string, number>();
  for (const [index, form] of forms.entries()) {
    const text = form && [...form.stem, ...form.forms].join(' ');
    if (text && !firsts.has(text)) firsts.set(text, index);
  }
  const indexes = [...firsts.values()];
  const candidates = [...firsts].map(([text, index]) => ({ text, rows: names[index]!.rows }));
  for (const [a, b] of findTypos(candidates)) {
    const [first, second] = [indexes[a]!, indexes[b]!];
    if (forms[first]!.forms.join(' ') !== forms[second]!.forms.join(' ')) continue;
    if (forms[first]!.numbers !== forms[second]!.numbers) continue;
    clusters.join(first, second, () => ({ reasons: ['TYPO'], certainty: 'LOW' }));
  }
}

/** Groups of two and more with the same key, in the order of their first members; larger ones than a cluster are left out. */
function* groupsBy(forms: readonly (NameForm | null)[], keyOf: (form: NameForm) => string | null): Generator<number[]> {
  const first = new Map<string, number>();
  const groups = new Map<string, number[]>();
  for (let index = 0; index < forms.length; index++) {
    const form = forms[index]!;
    const key = form && keyOf(form);
    if (key === null) continue;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, index);
    else {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [earlier, index]);
      else group.push(index);
    }
  }
  for (const group of groups.values()) if (group.length <= MAX_CLUSTER_NAMES) yield group;
}

/** What two names with an equal fingerprint differ in. */
function difference(a: NameForm, b: NameForm): Pick<Cluster, 'reasons' | 'certainty'> {
  if (a.words === b.words) return { reasons: ['PUNCTUATION'], certainty: 'HIGH' };
  if (a.plain === b.plain) return { reasons: ['ACCENTS'], certainty: 'HIGH' };
  const [one, other] = [a.stem.join(' '), b.stem.join(' ')];
  if (one === other) return { reasons: ['LEGAL_FORM'], certainty: 'HIGH' };
  const reasons: SimilarityReason[] = [
    [...a.stem].sort().join(' ') === [...b.stem].sort().join(' ') ? 'WORD_ORDER' : 'WORD_BREAKS',
  ];
  return { reasons, certainty: 'MEDIUM' };
}

class Clusters {
  private readonly parent: Int32Array;
  private readonly clusters = new Map<number, Cluster>();

  constructor(
    size: number,
    private readonly areDistinct: (a: number, b: number) => boolean,
  ) {
    this.parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  join(a: number, b: number, why: () => Pick<Cluster, 'reasons' | 'certainty'>): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one === other) return;
    const left = this.clusters.get(one) ?? { names: [one], reasons: [], certainty: 'HIGH' as const };
    const right = this.clusters.get(other) ?? { names: [other], reasons: [], certainty: 'HIGH' as const };
    if (left.names.length + right.names.length > MAX_CLUSTER_NAMES) return;
    if (left.names.some((x) => right.names.some((y) => this.areDistinct(x, y)))) return;
    const { reasons, certainty } = why();
    this.parent[other] = one;
    this.clusters.delete(other);
    this.clusters.set(one, {
      names: [...left.names, ...right.names],
      reasons: [...new Set([...left.reasons, ...right.reasons, ...reasons])],
      certainty: ORDER[Math.max(...[left.certainty, right.certainty, certainty].map((each) => ORDER.indexOf(each)))]!,
    });
  }

  list(): Cluster[] {
    return [...this.clusters.values()].filter(({ names }) => names.length > 1);
  }

  private rootOf(index: number): number {
    let root = index;
    while (this.parent[root] !== root) root = this.parent[root]!;
    this.parent[index] = root;
    return root;
  }
}
