import { z } from 'zod';
import {
  CoercionKind,
  ColumnRole,
  type DatasetSchema,
  DataType,
  PeriodGrain,
  Representation,
  TimePart,
  WarningCode,
} from '../../model/schema.js';

export const warningShape = z.object({
  code: z.enum(WarningCode),
  message: z.string(),
  column: z.string().nullable(),
  count: z.number().nullable(),
});

const columnShape = z.object({
  name: z.string(),
  originalName: z.string(),
  role: z.enum(ColumnRole),
  dataType: z.enum(DataType),
  representation: z.enum(Representation),
  cardinality: z.number(),
  nullRate: z.number(),
  min: z.string().nullable(),
  max: z.string().nullable(),
  samples: z.array(z.string()),
  coercions: z.array(z.object({ kind: z.enum(CoercionKind), count: z.number(), example: z.string().nullable() })),
  description: z.string().nullable(),
  timePart: z.enum(TimePart).nullable(),
  periodGrain: z.enum(PeriodGrain).nullable(),
  reconciliation: z.object({
    cells: z.number(),
    blank: z.number(),
    nullMarkers: z.number(),
    rejected: z.number(),
    typed: z.number(),
  }),
  rejected: z.array(z.object({ row: z.number(), raw: z.string() })),
});

/** A DatasetSchema as it comes back from outside of the process. */
export const schemaShape: z.ZodType<DatasetSchema> = z.object({
  datasetId: z.string(),
  version: z.number(),
  rowCount: z.number(),
  columns: z.array(columnShape),
  periodGrain: z.enum(PeriodGrain),
  periodGrainCandidates: z.array(z.enum(PeriodGrain)),
  timeCandidates: z.array(z.string()),
  timeColumns: z.array(z.string()),
  warnings: z.array(warningShape),
  rowsLeftOut: z.array(
    z.object({
      reason: z.enum(['BEFORE_HEADER', 'HEADER', 'BLANK', 'TOTAL', 'SUBTOTAL', 'REPEATED_HEADER']),
      count: z.number(),
      rows: z.array(z.number()),
    }),
  ),
});
