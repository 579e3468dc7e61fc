import { rm, writeFile } from 'node:fs/promises';
import type { Analysis, AnalysisFile, RowsFile } from '../model/analysis.js';
import { ConcentricError } from '../model/errors.js';
import type { Figure } from '../model/figure-rows.js';
import type { Bytes } from '../storage/bytes.js';
import { analysisCsv } from './csv.js';
import { analysisJson } from './json.js';
import type { WorkbookFiles } from './workbook/workbook-thread.js';

/** A file with all entities; WORKBOOK_ENTITIES is what the workbook is made of, and is not stored. */
export type EntitiesFile = Exclude<AnalysisFile, 'JSON' | 'CSV' | 'XLSX' | RowsFile> | 'WORKBOOK_ENTITIES';

/** A file with the rows behind a figure; WORKBOOK_ROWS is what the sheet of a workbook is made of, and is not stored. */
export type FigureRowsFile = 'ROWS_CSV' | 'WORKBOOK_ROWS';

export interface ArtifactWriting {
  bytes: Bytes;
  /** Writes the workbook of the analysis that a JSON file holds, away from the event loop. */
  writeWorkbook(files: WorkbookFiles): Promise<void>;
  /** Writes a file with all entities of an analysis. */
  writeEntities(analysis: Analysis, file: EntitiesFile, path: string): Promise<void>;
  /** Writes a file with the rows behind a figure. */
  writeRows(analysis: Analysis, figure: Figure, file: FigureRowsFile, path: string): Promise<void>;
}

/** Writes a file of an analysis; of the rows behind `figure`, which other files do not have. */
type WriteArtifact = (analysis: Analysis, path: string, figure: Figure | null) => Promise<void>;

export type ArtifactWriters = Record<AnalysisFile, WriteArtifact>;

export function artifactWriters({ bytes, writeWorkbook, writeEntities, writeRows }: ArtifactWriting): ArtifactWriters {
  const entities =
    (file: EntitiesFile): WriteArtifact =>
    (analysis, path) =>
      writeEntities(analysis, file, path);

  /** Whether the entities could be written: of an analysis whose columns were changed after it there is only its head. */
  const hasEntities = async (analysis: Analysis, path: string): Promise<boolean> => {
    try {
      await writeEntities(analysis, 'WORKBOOK_ENTITIES', path);
      return true;
    } catch (error) {
      if (error instanceof ConcentricError && error.code === 'ENTITIES_NOT_AVAILABLE') return false;
      throw error;
    }
  };

  /** @param rowsPath of the rows of a sheet of its own; null without it */
  const writeXlsx = async (analysis: Analysis, path: string, rowsPath: string | null): Promise<void> => {
    const entitiesFile = bytes.temporaryFile(analysis.datasetId);
    // Not the stored JSON, which can have been removed or torn while the analysis was remembered elsewhere.
    const jsonPath = bytes.temporaryFile(analysis.datasetId);
    try {
      await writeFile(jsonPath, analysisJson(analysis));
      const entitiesPath = (await hasEntities(analysis, entitiesFile)) ? entitiesFile : null;
      await writeWorkbook({ jsonPath, entitiesPath, rowsPath, path });
    } finally {
      await rm(jsonPath, { force: true });
      await rm(entitiesFile, { force: true });
    }
  };

  return {
    JSON: (analysis, path) => writeFile(path, analysisJson(analysis)),
    CSV: (analysis, path) => writeFile(path, analysisCsv(analysis)),
    XLSX: (analysis, path) => writeXlsx(analysis, path, null),
    RANKING: entities('RANKING'),
    ENTITIES_CSV: entities('ENTITIES_CSV'),
    ENTITIES_PARQUET: entities('ENTITIES_PARQUET'),
    COMPARED: entities('COMPARED'),
    COMPARISON_CSV: entities('COMPARISON_CSV'),
    COMPARISON_PARQUET: entities('COMPARISON_PARQUET'),
    ROWS_CSV: (analysis, path, figure) => writeRows(analysis, given(figure), 'ROWS_CSV', path),
    ROWS_XLSX: async (analysis, path, figure) => {
      const rowsPath = bytes.temporaryFile(analysis.datasetId);
      try {
        await writeRows(analysis, given(figure), 'WORKBOOK_ROWS', rowsPath);
        await writeXlsx(analysis, path, rowsPath);
      } finally {
        await rm(rowsPath, { force: true });
      }
    },
  };
}

function given(figure: Figure | null): Figure {
  if (figure === null) throw new Error('A file of rows needs a figure; got null.');
  return figure;
}
