/** The version that the questions are about, as its record and schema describe it. */
export const MEMORY_LIMIT_BYTES = 512 * 1024 ** 2;

const source = { fileName: 'rows.csv', sha256: '', sheet: null, format: 'CSV' };

export const VERSION = {
  id: 'ds_bench',
  version: 1,
  status: 'READY',
  source,
  sources: [source],
  reading: { checksums: { names: 'as written', parquet: 'as written', provenance: 'as written' } },
};

const column = (name, dataType, role, timePart = null) => ({ name, originalName: name, dataType, role, timePart });

export const SCHEMA = {
  datasetId: VERSION.id,
  version: VERSION.version,
  columns: [
    column('entity', 'STRING', 'CATEGORICAL'),
    column('region', 'STRING', 'CATEGORICAL'),
    column('amount', 'DECIMAL', 'NUMERIC'),
    column('paid', 'DATE', 'DATETIME', 'DATE'),
  ],
  periodGrain: 'YEAR_MONTH',
  periodGrainCandidates: ['YEAR_MONTH'],
  timeCandidates: ['paid'],
  timeColumns: ['paid'],
  warnings: [],
  rowsLeftOut: [],
};
