import { parentPort, workerData } from 'node:worker_threads';
import { ConcentricError } from '../../../model/errors.js';
import { type Extraction, type ExtractionRequest, extractTable } from './extract-table.js';

/** What the worker answers, once. An error that is not the file's fault ends the worker instead. */
export type ExtractionReply =
  | { status: 'extracted'; extraction: Extraction }
  | { status: 'refused'; code: ConcentricError['code']; message: string; details: ConcentricError['details'] };

parentPort?.postMessage(await reply(workerData));

async function reply(request: ExtractionRequest): Promise<ExtractionReply> {
  try {
    return { status: 'extracted', extraction: await extractTable(request) };
  } catch (error) {
    if (!(error instanceof ConcentricError)) throw error;
    return { status: 'refused', code: error.code, message: error.message, details: error.details };
  }
}
