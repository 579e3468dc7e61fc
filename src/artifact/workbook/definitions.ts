/** What the words in the workbook mean, for a reader who has nothing but the workbook (docs/semantics.md §4). */
export const DEFINITIONS: readonly (readonly [name: string, meaning: string])[] = [
  ['Rows', 'Rows of the file with a number in the value column. Rows without one are left out everywhere.'],
  ['Entities', 'Different texts in the column that is grouped by, outer spaces aside. Upper and lower case differ.'],
  ['Total', 'Exact sum of the value column over the rows of the period, rounded once.'],
  ['Share', 'An entity’s sum, or that of several, as a part of the total of the same period.'],
  ['Largest', 'The entity with the largest sum in the period.'],
  ['Top N', 'The N largest entities of the period together, or all where there are fewer.'],
  ['Reaching X %', 'The fewest entities, counted from the largest, whose shares add up to X % or more.'],
  ['Within X %', 'The most entities, counted from the largest, whose shares add up to no more than X %; at least one.'],
  ['Top X % of entities', 'The largest X % of the entities by number, rounded up.'],
  [
    'HHI',
    'Herfindahl-Hirschman index: the sum of the squared shares in percent, from near 0 (all alike, and many) to 10,000 (one entity). The Merger Guidelines of the US Department of Justice and the FTC (2023) call a market above 1,800 highly concentrated, from 1,000 to 1,800 moderately.',
  ],
  ['Effective entities', 'As many entities of equal size would be as concentrated: 10,000 / HHI.'],
  [
    'Gini',
    'How unequal the sums are: 0 where all are the same, near 1 where one has everything. Empty where a sum is negative.',
  ],
  [
    'Entered, left',
    'Entities with a value in this period and none in the period before it in the list, and the other way round. The sheet Changes names the 20 with the largest value of each.',
  ],
  ['TOTAL', 'All rows of all periods taken together, those without a period included.'],
  ['UNKNOWN', 'Rows in which no period could be read.'],
];
