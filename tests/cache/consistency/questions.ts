/** A question about a file of check-consistency.ts whose answer shows the file's token, the sum of its amounts. */
export interface Question {
  /** Of AnalysisInput. */
  input: string;
  fields: string;
  /** Of the answer; each is the token. */
  tokensOf(analysis: Answer): number[];
}

interface Amount {
  value: number;
}

interface Figures {
  total: number;
  leftOut: Amount;
  also: Amount[];
  limits: Amount[];
  classes: Amount[];
  head: { also: Amount[] }[];
}

/** An analysis with all fields that questions request; each answer has those of its own. */
interface Answer {
  total: Figures;
  byPeriod: Figures[];
  segments: { concentration: Figures }[];
  comparison: { total: { total: { other: number; difference: number } } };
}

const selected = (total: Figures) => total.total + total.leftOut.value;
const alsoOf = ({ also }: Pick<Figures, 'also'>) => also[0]!.value;
const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);

/**
 * What is selected and what is left out are all, as are segments, windows over all rows, sums beside a count, and the other
 * side of a comparison.
 */
export const QUESTIONS: readonly Question[] = [
  {
    input:
      'groupBy: "who", value: "amount", splitBy: "kind", bridge: PREVIOUS, periods: { window: { months: 2 }, from: "2024-M02" }',
    fields: 'segments { concentration { total } } byPeriod { total }',
    tokensOf: ({ segments, byPeriod }) => [
      sum(segments.map(({ concentration }) => concentration.total)),
      byPeriod[0]!.total,
    ],
  },
  {
    input: 'groupBy: "who", value: "amount", only: [{ parts: ["x"] }], limits: [10], classes: [50]',
    fields: 'total { total leftOut { value } limits { value } classes { value } }',
    // One entity is left, above every limit and of the first class.
    tokensOf: ({ total }) => [
      selected(total),
      total.limits[0]!.value + total.leftOut.value,
      total.classes[0]!.value + total.leftOut.value,
    ],
  },
  {
    input: 'groupBy: ["who", "kind"], value: "amount", exclude: [{ parts: ["y", "q"] }]',
    fields: 'total { total leftOut { value } }',
    tokensOf: ({ total }) => [selected(total)],
  },
  {
    input: 'groupBy: "who", value: "amount", where: { column: "kind", eq: "p" }, compareWith: { allRows: true }',
    fields: 'total { total } comparison { total { total { other difference } } }',
    tokensOf: ({ total, comparison: { total: compared } }) => [
      compared.total.other,
      total.total - compared.total.difference,
    ],
  },
  {
    input: 'groupBy: "kind", measure: COUNT, also: ["amount"]',
    fields: 'total { also { value } head { also { value } } }',
    tokensOf: ({ total }) => [alsoOf(total), sum(total.head.map(alsoOf))],
  },
];
