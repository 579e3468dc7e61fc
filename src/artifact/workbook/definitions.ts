import type { Analysis } from '../../model/analysis.js';

type Definition = readonly [name: string, meaning: string];

const OF_MEASURES: readonly Definition[] = [
  ['Rows', 'Rows of the file that have a number in the value column. Rows without a number are not counted anywhere.'],
  [
    'Entities',
    'The different names in the columns grouped by. How spellings are matched and what rows without a name are is said under Question.',
  ],
  ['Total', 'Exact sum of the value column over the rows of the period, rounded once.'],
  [
    'Not assigned',
    'Rows that have a number but no entity. They count in the total, so that it equals the sheet; HHI, effective entities and Gini are of the rows with an entity.',
  ],
  ['Share', 'The sum of one or several entities as a percentage of the total of the same period.'],
  ['Largest', 'The entity with the largest sum in the period.'],
  ['Top N', 'The N largest entities of the period together; all of them if there are fewer than N.'],
  [
    'Entities to reach X %',
    'The smallest number of entities, counted from the largest, whose shares add up to at least X %. Empty if all together do not.',
  ],
  [
    'HHI',
    'Herfindahl-Hirschman index: the sum of the squared shares in percent, from near 0 (many entities of equal size) to 10,000 (one entity). The Merger Guidelines of the US Department of Justice and the FTC (2023) call a market above 1,800 highly concentrated, from 1,000 to 1,800 moderately.',
  ],
  ['Effective entities', 'The number of equally large entities with the same concentration: 10,000 / HHI.'],
  [
    'Gini',
    'How unequal the sums are: 0 if all are equal, near 1 if one entity has almost everything. Empty if a sum is negative.',
  ],
];

const OF_ROWS: Readonly<Record<string, string>> = {
  Rows: 'Rows of the file, as restricted under Question, whatever is in their other columns.',
  Total: 'The number of rows of the period.',
  'Not assigned':
    'Rows without an entity. They count in the total, so that it equals the sheet; HHI, effective entities and Gini are of the rows with an entity.',
  Share: 'The rows of one or several entities as a percentage of the rows of the same period.',
  Largest: 'The entity with the most rows in the period.',
};

/** The terms of the sheets that the workbook has, for a reader who has only the workbook (docs/semantics.md §4). */
export function definitionsOf(analysis: Analysis): Definition[] {
  const isCount = analysis.parameters.measure === 'COUNT';
  return [
    ...OF_MEASURES.map(([name, meaning]): Definition => [name, (isCount ? OF_ROWS[name] : undefined) ?? meaning]),
    ...ofSheets(analysis),
  ];
}

function ofSheets({ total, byPeriod, segments, comparison }: Analysis): Definition[] {
  const periods = [...byPeriod, total];
  const hasBridges = periods.some(({ bridge }) => bridge !== undefined);
  const classes = total.classes ?? [];
  const definitions: Definition[] = [];
  if (classes.length > 0) {
    const ends = classes.map(({ name, upTo }) => `${name} up to ${upTo} %`).join(', ');
    definitions.push(['Class', `The entities by cumulative share, the largest first: ${ends}.`]);
  }
  if (periods.some(({ limits = [] }) => limits.length > 0)) {
    definitions.push([
      'Above the limit',
      'What an entity has beyond the limit: its value less the limit, as a percentage of the total of the period.',
    ]);
  }
  if (periods.some(({ isPartial }) => isPartial)) {
    definitions.push([
      'Partial',
      'The file has rows for a part of the period only, because it begins later or ends earlier: its total and its changes do not compare with those of a whole period.',
    ]);
  }
  if (periods.some(({ change }) => change !== null)) {
    const named = hasBridges ? '' : ' The sheet Changes names the 20 largest of each.';
    definitions.push([
      'Entered, left',
      `Entered: entities with a value in this period but not in the previous period of the list. Left: the reverse.${named}`,
    ]);
  }
  if (hasBridges) definitions.push(...OF_BRIDGES);
  if (segments !== undefined && segments.length > 0) {
    definitions.push(['Segment', 'The rows with one value in the column that divides them, analysed by themselves.']);
  }
  if (comparison !== undefined) {
    definitions.push([
      'In points',
      'The difference of two shares in percent: from 10 % to 12 % are 2 points. Each side has the shares of its own total.',
    ]);
  }
  if (byPeriod.length > 0) {
    definitions.push(
      ['Total row', 'All rows together, including those without a period.'],
      ['No period', 'Rows without a readable period.'],
    );
  }
  return definitions;
}

const OF_BRIDGES: readonly Definition[] = [
  [
    'Bridge',
    'From the total before to the total: new (never before in the file), returning, lost, expanded and contracted entities, and rows without an entity. They add up to the change exactly.',
  ],
  [
    'Retention',
    'Of the entities with a value above zero before: gross counts at most what they had, net all they have now, each as a percentage of what they had. Logo churn: how many of them have nothing now.',
  ],
];
