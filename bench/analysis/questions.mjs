import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Analyses } from '../../dist/src/analysis/analyses.js';
import { Proposals } from '../../dist/src/entities/proposals.js';
import { FileBytes } from '../../dist/src/storage/file-bytes.js';
import { createLayout } from '../../dist/src/storage/layout.js';
import { openEngine } from '../in-process.mjs';
import { MEMORY_LIMIT_BYTES, SCHEMA, VERSION } from './version.mjs';

const SEARCH = '777';
const SKIP = 5000;

/** Questions about the rows of the folder. @param merges how many entities a mapping has, of four names each */
export async function openQuestions(folder, { isFurther = false, merges = 0 }) {
  const layout = createLayout(folder);
  const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
  const entityMappings = merges > 0 ? [{ column: 'entity', sha256: 'of the mapping', savedAt: '' }] : [];
  const record = { ...VERSION, entityMappings };
  const version = layout.version(record.id, record.version);
  const folders = {
    hold: (_version, work) => work(),
    withVersion: (_record, work) => work({ localPath: async (file) => join(version, file) }),
    schema: async () => SCHEMA,
  };
  const analyses = new Analyses({
    engine,
    bytes: new FileBytes(layout, 'bench'),
    folders,
    findRecord: async () => record,
    mappings: { read: async () => (merges > 0 ? mappingOf(merges) : null) },
    // As app.ts; without them each question reads the file.
    maxHeldBytes: isFurther ? MEMORY_LIMIT_BYTES / 3 : 0,
  });
  // A different threshold each time: otherwise the stored analysis would be read, not computed.
  const run = (question) =>
    analyses.run(record, SCHEMA, { value: 'amount', thresholds: [10, 20, 50 + Math.random()], ...question });
  return {
    run,
    async list(list) {
      const analysis = await run({ groupBy: ['entity'], periodGrain: 'NONE' });
      if (list === 'rows') {
        const entity = { parts: [analysis.total.head[0].entity] };
        return () => analyses.rows(record, SCHEMA, analysis, { entity, period: 'TOTAL', first: 100, after: null });
      }
      const page = (request) => () => analyses.entities(analysis, { first: 100, ...request });
      if (list === 'ranking') return page({});
      await page({})();
      const requests = {
        pageByRank: { skip: SKIP },
        pageByName: { skip: SKIP, orderBy: 'NAME' },
        pageOfSearch: { search: SEARCH },
      };
      return page(requests[list]);
    },
    async proposals() {
      const proposals = new Proposals({ engine, versions: folders, files: { read: async () => null } });
      const page = await proposals.page(record, SCHEMA, { column: 'entity', value: 'amount' }, { first: 20 });
      if (page.totalCount === 0) throw new Error('there are no proposals to measure');
    },
  };
}

/** What the answers are compared with, as plain SQL on the same Parquet. */
export function floors(folder) {
  const parquet = createLayout(folder).parquet(VERSION.id, VERSION.version);
  if (!existsSync(parquet)) throw new Error(`${parquet} is missing`);
  const work = async (sql) => {
    const engine = await openEngine(folder, MEMORY_LIMIT_BYTES);
    return () => engine.withConnection((connection) => connection.runAndReadAll(sql));
  };
  return {
    async groupBy({ periodGrain, periods, where }) {
      const grain = periods?.grain ?? periodGrain;
      const period = grain === 'NONE' ? '' : '(year(paid) * 12 + month(paid) - 1)::INTEGER AS period,';
      const condition = where === undefined ? '' : `AND amount >= ${where.gte}`;
      return work(
        `CREATE OR REPLACE TEMP TABLE groups AS SELECT ${period} entity, sum(amount), count(*)
         FROM read_parquet('${parquet}') WHERE amount IS NOT NULL ${condition} GROUP BY ALL`,
      );
    },
    async list(list) {
      const grouped = `SELECT entity, sum(amount) AS total, count(*) FROM read_parquet('${parquet}')`;
      const statements = {
        ranking: `CREATE OR REPLACE TEMP TABLE ranking AS ${grouped} GROUP BY entity ORDER BY total DESC, entity`,
        pageByRank: `${grouped} GROUP BY entity ORDER BY total DESC, entity LIMIT 100 OFFSET ${SKIP}`,
        pageByName: `${grouped} GROUP BY entity ORDER BY entity LIMIT 100 OFFSET ${SKIP}`,
        pageOfSearch: `${grouped} WHERE contains(lower(entity), '${SEARCH}') GROUP BY entity ORDER BY total DESC, entity LIMIT 100`,
        rows: `SELECT * FROM read_parquet('${parquet}') WHERE entity = (
                 SELECT entity FROM read_parquet('${parquet}') LIMIT 1) LIMIT 100`,
      };
      return work(statements[list]);
    },
  };
}

function mappingOf(merges) {
  const four = Array.from({ length: merges }, (_, nth) => [0, 1, 2, 3].map((each) => `Entity ${4 * nth + each}`));
  return { merges: four.map(([entity, ...names]) => ({ entity, names })), parents: [], distinct: [] };
}
