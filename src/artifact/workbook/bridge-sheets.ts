import type { PeriodConcentration } from '../../model/analysis.js';
import { BRIDGE_KINDS, type BridgeEntity, type BridgeKind, type PeriodBridge } from '../../model/bridge.js';
import { type Amount, COUNT, columnLetters, fraction, PERCENT } from './cells.js';
import { comparedPeriods } from './compared-periods.js';
import { type ColumnOf, tableSheet } from './table-sheet.js';
import type { Sheet } from './write-workbook.js';

const KIND_NAMES = {
  new: 'New',
  returning: 'Returning',
  lost: 'Lost',
  expanded: 'Expanded',
  contracted: 'Contracted',
} satisfies Record<BridgeKind, string>;

interface BridgedPeriod {
  period: string;
  total: number;
  bridge: PeriodBridge;
}

interface BridgedEntity extends BridgeEntity {
  period: string;
  previous: string;
  kind: BridgeKind;
}

/**
 * Bridge, a row per period that leads from the total before to its own, and the entities that moved most; none where no
 * period has a bridge.
 */
export function bridgeSheets(periods: readonly PeriodConcentration[], amount: Amount, page: Sheet['page']): Sheet[] {
  const bridged = periods.flatMap(({ period, total, bridge }) => (bridge ? [{ period, total, bridge }] : []));
  if (bridged.length === 0) return [];
  return [
    tableSheet(bridgeColumns(amount, bridged), bridged, { name: 'Bridge', page }),
    tableSheet(entityColumns(amount), bridgedEntities(bridged), {
      name: 'Bridge by entity',
      page,
      isFirst: (row, before) => row.period !== before?.period || row.kind !== before.kind,
    }),
  ];
}

function bridgeColumns(amount: Amount, bridged: readonly BridgedPeriod[]): ColumnOf<BridgedPeriod>[] {
  const hasUnassigned = bridged.some(({ bridge }) => bridge.unassignedChange !== 0);
  const parts: { header: string; value(bridge: PeriodBridge): number }[] = [
    ...BRIDGE_KINDS.map((kind) => ({
      header: KIND_NAMES[kind],
      value: (bridge: PeriodBridge) => bridge[kind].change,
    })),
    ...(hasUnassigned
      ? [{ header: 'Not assigned', value: ({ unassignedChange }: PeriodBridge) => unassignedChange }]
      : []),
  ];
  const [first, last] = [columnLetters(3), columnLetters(3 + parts.length)];
  return [
    ...comparedPeriods<BridgedPeriod>(({ bridge: { previous } }) => previous),
    { header: 'Total before', width: amount.width, format: amount.format, cell: ({ bridge }) => bridge.previousTotal },
    ...parts.map(
      ({ header, value }): ColumnOf<BridgedPeriod> => ({
        header,
        width: amount.width,
        format: amount.format,
        cell: ({ bridge }) => value(bridge),
      }),
    ),
    {
      header: 'Total',
      width: amount.width,
      format: amount.format,
      cell: ({ total }, number) => ({ formula: `SUM(${first}${number}:${last}${number})`, result: total }),
    },
    retentionColumn('Gross retention', ({ gross }) => gross),
    retentionColumn('Net retention', ({ net }) => net),
    retentionColumn('Logo churn', ({ logoChurn }) => logoChurn),
    ...BRIDGE_KINDS.map(
      (kind): ColumnOf<BridgedPeriod> => ({
        header: `${KIND_NAMES[kind]}: entities`,
        width: 12,
        format: COUNT,
        isDetail: true,
        cell: ({ bridge }) => bridge[kind].count,
      }),
    ),
  ];
}

function retentionColumn(
  header: string,
  value: (retention: PeriodBridge['retention']) => number | null,
): ColumnOf<BridgedPeriod> {
  return { header, width: 11, format: PERCENT, cell: ({ bridge }) => fraction(value(bridge.retention)) };
}

function entityColumns(amount: Amount): ColumnOf<BridgedEntity>[] {
  return [
    ...comparedPeriods<BridgedEntity>(({ previous }) => previous),
    { header: 'Kind', width: 13, cell: ({ kind }) => KIND_NAMES[kind] },
    { header: 'Entity', width: 44, cell: ({ entity }) => entity },
    { header: 'Value before', width: amount.width, format: amount.format, cell: ({ previousValue }) => previousValue },
    { header: 'Value', width: amount.width, format: amount.format, cell: ({ value }) => value },
    {
      header: 'Change',
      width: amount.width,
      format: amount.format,
      cell: ({ change }, number) => ({ formula: `F${number}-E${number}`, result: change }),
    },
  ];
}

function* bridgedEntities(bridged: readonly BridgedPeriod[]): Generator<BridgedEntity> {
  for (const { period, bridge } of bridged) {
    for (const kind of BRIDGE_KINDS) {
      for (const entity of bridge[kind].entities) yield { ...entity, period, previous: bridge.previous, kind };
    }
  }
}
