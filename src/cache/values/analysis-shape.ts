import { z } from 'zod';
import type { Analysis } from '../../model/analysis.js';
import { PeriodGrain, WarningCode } from '../../model/schema.js';
import { warningShape } from './schema-shape.js';

const bucketShape = z.object({ count: z.number(), value: z.number(), share: z.number() });

const changedShape = z.array(z.object({ entity: z.string(), value: z.number() }));

const changeShape = z.object({
  previous: z.string(),
  total: z.number(),
  totalPercent: z.number().nullable(),
  hhi: z.number().nullable(),
  entered: z.number(),
  left: z.number(),
  enteredValue: z.number(),
  leftValue: z.number(),
  enteredEntities: changedShape,
  leftEntities: changedShape,
});

const periodShape = z.object({
  period: z.string(),
  rowCount: z.number(),
  entityCount: z.number(),
  total: z.number(),
  thresholds: z.array(
    z.object({ threshold: z.number(), within: bucketShape, reaching: bucketShape, topPercent: bucketShape }),
  ),
  top: z.array(bucketShape.extend({ n: z.number() })),
  head: z.array(
    z.object({
      rank: z.number(),
      entity: z.string(),
      value: z.number(),
      share: z.number(),
      cumulativeShare: z.number(),
    }),
  ),
  hhi: z.number().nullable(),
  gini: z.number().nullable(),
  effectiveEntities: z.number().nullable(),
  lorenz: z.array(z.object({ x: z.number(), y: z.number() })),
  change: changeShape.nullable(),
  problem: z.object({ code: z.enum(WarningCode), message: z.string() }).nullable(),
});

/** An Analysis as it comes back from outside of the process. */
export const analysisShape: z.ZodType<Analysis> = z.object({
  id: z.string(),
  algorithmVersion: z.number(),
  datasetId: z.string(),
  datasetVersion: z.number(),
  parameters: z.object({
    groupBy: z.string(),
    value: z.string(),
    periodGrain: z.enum(PeriodGrain),
    thresholds: z.array(z.number()),
    topN: z.array(z.number()),
    hash: z.string(),
  }),
  source: z.object({
    fileName: z.string(),
    sha256: z.string(),
    sheet: z.string().nullable(),
    groupByHeader: z.string(),
    valueHeader: z.string(),
  }),
  total: periodShape,
  byPeriod: z.array(periodShape),
  warnings: z.array(warningShape),
  computedAt: z.string(),
});
