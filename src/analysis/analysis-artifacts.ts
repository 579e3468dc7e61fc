import type { AnalysisFiles, AnalysisPlace } from '../artifact/analysis-files.js';
import type { Analysis, AnalysisFile, Artifact } from '../model/analysis.js';
import type { DatasetRecord } from '../model/dataset.js';
import type { Figure } from '../model/figure-rows.js';
import type { LinkedFile } from '../storage/bytes.js';
import type { VersionAccess } from './rows/version-rows.js';
import type { StoredAnalyses } from './stored-analyses.js';

/** A file to be served: on this machine, or as a link to the store where clients reach it. */
export type ServedFile = (Artifact & { path: string }) | (LinkedFile & { fileName: string });

export interface AnalysisArtifactsOptions {
  folders: VersionAccess;
  files: AnalysisFiles;
  stored: StoredAnalyses;
  /** The record of a kept version; null where there is none. */
  findRecord(datasetId: string, version: number): Promise<DatasetRecord | null>;
}

/** The files of analyses, for downloads. Each is written when it is first requested, while its version exists. */
export class AnalysisArtifacts {
  constructor(private readonly options: AnalysisArtifactsOptions) {}

  /** @see Analyses.artifact */
  artifact(
    analysis: Analysis,
    format: AnalysisFile,
    figure: Figure | null = null,
  ): Promise<Artifact & { path: string }> {
    return this.holding(analysis, () => this.options.files.artifact(analysis, format, figure));
  }

  /** @see Analyses.findArtifact */
  async find(
    { format, figure = null, ...place }: AnalysisPlace & { format: AnalysisFile; figure?: Figure | null },
    findRecord: () => Promise<DatasetRecord | null>,
  ): Promise<ServedFile | null> {
    const { files, stored } = this.options;
    const analysis = await files.read(place, async (incomplete) => {
      const record = await findRecord();
      return record && stored.completeOnce(record, incomplete);
    });
    if (analysis === null || !(await this.hasBothSides(analysis))) return null;
    const linked = await this.holding(analysis, () => files.linked(analysis, format, figure));
    return linked ?? this.artifact(analysis, format, figure);
  }

  /** Whether the other side of a comparison still exists: its numbers are in the files. */
  private async hasBothSides({ parameters: { compareWith } }: Analysis): Promise<boolean> {
    if (compareWith === undefined) return true;
    return (await this.options.findRecord(compareWith.datasetId, compareWith.datasetVersion)) !== null;
  }

  private holding<T>({ datasetId: id, datasetVersion: version }: Analysis, work: () => Promise<T>): Promise<T> {
    return this.options.folders.hold({ id, version }, work);
  }
}
