import type { Analysis, Bucket, ColumnSum, PeriodConcentration } from '../model/analysis.js';
import { BRIDGE_KINDS } from '../model/bridge.js';
import type { ComparedEntity } from '../model/comparison.js';
import { withoutFormulas } from './formula-text.js';

const HEADER = ['period', 'measure', 'parameter', 'count', 'value', 'share'];

type Cell = string | number | null;
/** In the order of the header; what a measure does not have is null. */
type Row = [period: string, measure: string, parameter?: Cell, count?: Cell, value?: Cell, share?: Cell];

/**
 * The analysis as a tidy table, one row a period and measure (docs/semantics.md §6), line by line: RFC 4180 with LF at the
 * end of each line, UTF-8 without BOM, shares in percent, numbers in their shortest exact form. TOTAL comes last, after it
 * OUTSIDE, the rows that the range of periods leaves out.
 * Measures: rows, entities and total; also, also_unassigned and also_top_<n> by further column, also_entity_<column> by name; counted (rows), where no column was added up; is_partial where the file does not fill the period; assigned_total and unassigned (counted in rows) where rows have no entity; left_out where entities were selected; within, reaching, top_percent and top_n by their parameter; class by name; limit and limit_excess by percentage, entity_above_<limit> by name; hhi, gini and
 * effective_entities; segment_* by value of `splitBy`, of TOTAL or each period; comparison_*, share_mover and rank_mover where two sides are compared; change_*; bridge_*, gross_retention, net_retention and logo_churn; entity by name, and entered_entity and left_entity, largest first.
 */
export function* analysisCsv(analysis: Analysis): Generator<string> {
  yield toLine(HEADER);
  for (const period of [...analysis.byPeriod, analysis.total]) yield periodRows(period).map(toLine).join('');
  if (analysis.parameters.measure === 'COUNT') yield toLine(['TOTAL', 'counted', 'rows']);
  yield segmentRows(analysis).map(toLine).join('');
  yield comparisonRows(analysis).map(toLine).join('');
  yield outsideRows(analysis).map(toLine).join('');
}

function periodRows(concentration: PeriodConcentration): Row[] {
  const { period, isPartial, rowCount, entityCount, total, thresholds, top, hhi, gini, effectiveEntities } =
    concentration;
  const bucket = (measure: string, parameter: number, found: Bucket | null): Row =>
    found === null ? [period, measure, parameter] : [period, measure, parameter, found.count, found.value, found.share];
  return [
    [period, 'rows', null, rowCount],
    [period, 'entities', null, entityCount],
    [period, 'total', null, null, total],
    ...alsoRows(concentration),
    ...(isPartial ? [[period, 'is_partial', null, 1] satisfies Row] : []),
    ...unassignedRows(concentration),
    ...leftOutRows(concentration),
    ...thresholds.map(({ threshold, within }) => bucket('within', threshold, within)),
    ...thresholds.map(({ threshold, reaching }) => bucket('reaching', threshold, reaching)),
    ...thresholds.map(({ threshold, topPercent }) => bucket('top_percent', threshold, topPercent)),
    ...top.map((each) => bucket('top_n', each.n, each)),
    ...classRows(concentration),
    ...limitRows(concentration),
    [period, 'hhi', null, null, hhi],
    [period, 'gini', null, null, gini],
    [period, 'effective_entities', null, null, effectiveEntities],
    ...changeRows(concentration),
    ...bridgeRows(concentration),
    ...concentration.head.map(
      ({ entity, value, share }): Row => [period, 'entity', withoutFormulas(entity), 1, value, share],
    ),
  ];
}

function alsoRows({ period, also = [], unassigned, top, head }: PeriodConcentration): Row[] {
  const rows = (measure: string, count: number | null, sums: readonly ColumnSum[] = []) =>
    sums.map(({ column, value }): Row => [period, measure, withoutFormulas(column), count, value]);
  return [
    ...rows('also', null, also),
    ...(unassigned.rows === 0 ? [] : rows('also_unassigned', unassigned.rows, unassigned.also)),
    ...top.flatMap((each) => rows(`also_top_${each.n}`, each.count, each.also)),
    ...head.flatMap(({ entity, also: sums = [] }) =>
      sums.map(({ column, value }): Row => [period, `also_entity_${column}`, withoutFormulas(entity), 1, value]),
    ),
  ];
}

function classRows({ period, classes = [] }: PeriodConcentration): Row[] {
  return classes.map(({ name, count, value, share }) => [period, 'class', name, count, value, share]);
}

function limitRows({ period, limits = [], head }: PeriodConcentration): Row[] {
  return limits.flatMap(({ limit, count, value, share, excess, entities }): Row[] => [
    [period, 'limit', limit, count, value, share],
    [period, 'limit_excess', limit, count, excess],
    ...entities.map((above, index): Row => {
      const { entity, share: ofEntity } = head[index]!;
      return [period, `entity_above_${limit}`, withoutFormulas(entity), 1, above.excess, ofEntity];
    }),
  ]);
}

function segmentRows({ segments = [] }: Analysis): Row[] {
  return segments.flatMap(({ kind, name, share, concentration, byPeriod = [] }): Row[] => {
    const segment = name === null ? kind : withoutFormulas(name);
    return [...byPeriod, { share, concentration }].flatMap((each): Row[] => {
      const { period, entityCount, total, hhi, top } = each.concentration;
      return [
        [period, 'segment', segment, entityCount, total, each.share],
        [period, 'segment_hhi', segment, null, hhi],
        ...top.map(({ n, count, value, share: of }): Row => [period, `segment_top_${n}`, segment, count, value, of]),
      ];
    });
  });
}

/** Of each period the figures of the other side, and the differences: `share` in points, but of a total in percent. */
function comparisonRows({ comparison }: Analysis): Row[] {
  if (comparison === undefined) return [];
  const other = withoutFormulas(comparison.text);
  const mover = (measure: string, { entity, rank, value, share }: ComparedEntity): Row => {
    const name = withoutFormulas(entity);
    return ['TOTAL', measure, name, rank.difference, value.difference, share.difference];
  };
  return [
    ...[...comparison.byPeriod, comparison.total].flatMap((each): Row[] => {
      const { period, total, hhi, onlyInThis, onlyInOther, inBoth } = each;
      return [
        ...(each.otherPeriod === undefined
          ? []
          : [[period, 'comparison_other_period', each.otherPeriod] satisfies Row]),
        [period, 'comparison_other_total', other, each.entityCount.other, total.other],
        [period, 'comparison_total', other, each.entityCount.difference, total.difference, total.percent],
        [period, 'comparison_hhi', other, null, hhi.difference],
        ...each.top.map(({ n, share }): Row => [period, 'comparison_top_n', n, null, null, share.difference]),
        [period, 'comparison_only_in_this', other, onlyInThis.count, onlyInThis.value, onlyInThis.share],
        [period, 'comparison_only_in_other', other, onlyInOther.count, onlyInOther.value, onlyInOther.share],
        [period, 'comparison_in_both', other, inBoth.count, inBoth.total.difference],
      ];
    }),
    ...comparison.shareMovers.map((each) => mover('share_mover', each)),
    ...comparison.rankMovers.map((each) => mover('rank_mover', each)),
  ];
}

function outsideRows({ outsidePeriods }: Analysis): Row[] {
  if (outsidePeriods === undefined) return [];
  const { rows, value, unknownRows } = outsidePeriods;
  return [
    ['OUTSIDE', 'rows', null, rows],
    ['OUTSIDE', 'total', null, null, value],
    ['OUTSIDE', 'rows_without_period', null, unknownRows],
  ];
}

function unassignedRows({ period, assignedTotal, unassigned }: PeriodConcentration): Row[] {
  if (unassigned.rows === 0) return [];
  return [
    [period, 'assigned_total', null, null, assignedTotal],
    [period, 'unassigned', null, unassigned.rows, unassigned.value, unassigned.share],
  ];
}

function leftOutRows({ period, leftOut }: PeriodConcentration): Row[] {
  return leftOut === undefined ? [] : [[period, 'left_out', null, leftOut.entities, leftOut.value, leftOut.share]];
}

function changeRows({ period, change }: PeriodConcentration): Row[] {
  if (change === null) return [];
  const { previous } = change;
  return [
    [period, 'change_total', previous, null, change.total, change.totalPercent],
    [period, 'change_hhi', previous, null, change.hhi],
    [period, 'change_entered', previous, change.entered, change.enteredValue],
    [period, 'change_left', previous, change.left, change.leftValue],
    ...change.enteredEntities.map(
      ({ entity, value }): Row => [period, 'entered_entity', withoutFormulas(entity), 1, value],
    ),
    ...change.leftEntities.map(({ entity, value }): Row => [period, 'left_entity', withoutFormulas(entity), 1, value]),
  ];
}

function bridgeRows({ period, bridge }: PeriodConcentration): Row[] {
  if (bridge === undefined) return [];
  const { previous, retention } = bridge;
  return [
    [period, 'bridge_previous_total', previous, null, bridge.previousTotal],
    [period, 'bridge_change', previous, null, bridge.change],
    ...BRIDGE_KINDS.map((kind): Row => [period, `bridge_${kind}`, previous, bridge[kind].count, bridge[kind].change]),
    [period, 'bridge_unchanged', previous, bridge.unchanged],
    [period, 'bridge_unassigned', previous, null, bridge.unassignedChange],
    [period, 'gross_retention', previous, retention.entities, null, retention.gross],
    [period, 'net_retention', previous, retention.entities, null, retention.net],
    [period, 'logo_churn', previous, retention.entities, null, retention.logoChurn],
    ...BRIDGE_KINDS.flatMap((kind) =>
      bridge[kind].entities.map(
        ({ entity, change }): Row => [period, `bridge_${kind}_entity`, withoutFormulas(entity), 1, change],
      ),
    ),
  ];
}

function toLine(row: readonly (Cell | undefined)[]): string {
  return `${HEADER.map((_, index) => toCell(row[index] ?? null)).join(',')}\n`;
}

function toCell(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
