import { signal } from '@preact/signals';
import {
  CancelIngestDocument,
  ExplorerAppendDocument,
  ExplorerDeleteDocument,
  ExplorerNormalizeDocument,
  ExplorerProgressDocument,
  type ExplorerProgressSubscription,
  ExplorerRemoveSourceDocument,
  ExplorerReplaceDocument,
  ExplorerRestoreDocument,
  ExplorerUploadDocument,
  type NormalizationOptions,
  type ProgressStage,
} from '../../../clients/typescript/generated/graphql.js';
import { client, refreshCount } from '../api/client.js';
import { errorText } from '../api/error-text.js';
import { sendWithProgress } from '../api/send-with-progress.js';

/** A file from being chosen until its entry is dismissed. */
export interface Upload {
  key: number;
  fileName: string;
  /** Set while the browser has the files, so that they can be sent again. */
  files: readonly File[];
  /** The dataset of a new version; null for a new dataset until its file has arrived. */
  datasetId: string | null;
  isNewVersion: boolean;
  /** Added to the files of the dataset, instead of taking their place. */
  isAdded?: boolean;
  state: UploadState;
}

export type UploadState =
  | { kind: 'queued' }
  | { kind: 'sending'; sent: number; total: number; since: number }
  | {
      kind: 'reading';
      stage: ProgressStage;
      rows: number;
      fraction: number | null;
      since: number;
      sizeBytes: number | null;
    }
  | { kind: 'done'; rows: number; columns: number | null }
  /** @property isReadingOn what failed is its cancellation */
  | { kind: 'failed'; code: string; message: string; isReadingOn?: boolean };

export const uploads = signal<Upload[]>([]);

/** Delay before a lost subscription is opened again. */
const RESUME_MS = 1000;

let lastKey = 0;
const cancels = new Map<number, () => void>();

/** Files are sent one after the other: each has the full bandwidth, and the first is ready sooner. */
let queue: Promise<unknown> = Promise.resolve();

/** Each file becomes a dataset of its own. */
export function uploadFiles(files: Iterable<File>, options?: NormalizationOptions): void {
  for (const file of files) {
    start({ fileName: file.name, files: [file], datasetId: null, isNewVersion: false }, options);
  }
}

/** Files that are parts of one table become one dataset. */
export function uploadAsOne(files: readonly File[]): void {
  start({ fileName: namesOf(files), files, datasetId: null, isNewVersion: false });
}

export function replaceFile(datasetId: string, file: File, options?: NormalizationOptions): void {
  start({ fileName: file.name, files: [file], datasetId, isNewVersion: true }, options);
}

/** Adds files with the same columns to a dataset. */
export function addFiles(datasetId: string, files: readonly File[]): void {
  start({ fileName: namesOf(files), files, datasetId, isNewVersion: true, isAdded: true });
}

function namesOf(files: readonly File[]): string {
  const [first] = files;
  return files.length === 1 ? first!.name : `${first!.name} and ${files.length - 1} more`;
}

/** Leaves a file out of the next version. Resolves when the service has accepted it. @throws the service's error */
export async function removeFile(datasetId: string, source: string): Promise<void> {
  const result = await client.peek().mutation(ExplorerRemoveSourceDocument, { id: datasetId, source }).toPromise();
  if (result.error) throw result.error;
  dismissEnded(datasetId);
  followReading(add({ fileName: source, files: [], datasetId, isNewVersion: true }), datasetId);
}

/** Makes an earlier version the current one again. Resolves when the service has accepted it. @throws the service's error */
export async function restoreVersion(datasetId: string, version: number): Promise<void> {
  const result = await client.peek().mutation(ExplorerRestoreDocument, { id: datasetId, version }).toPromise();
  if (result.error) throw result.error;
  dismissEnded(datasetId);
  const fileName = `Version ${version}`;
  followReading(add({ fileName, files: [], datasetId, isNewVersion: true }), datasetId);
}

/** Follows a reading that was started elsewhere, or before the page was loaded. */
export function follow(datasetId: string, fileName: string): void {
  if (uploads.peek().some((upload) => upload.datasetId === datasetId && isInProgress(upload))) return;
  const key = add({ fileName, files: [], datasetId, isNewVersion: false });
  followReading(key, datasetId);
}

/** Reads a stored file again. Resolves when the service has accepted it. @throws the service's error */
export async function readAgain(datasetId: string, fileName: string, options: NormalizationOptions): Promise<void> {
  const result = await client.peek().mutation(ExplorerNormalizeDocument, { id: datasetId, options }).toPromise();
  if (result.error) throw result.error;
  dismissEnded(datasetId);
  const key = add({ fileName, files: [], datasetId, isNewVersion: true });
  followReading(key, datasetId);
}

/** Tries a refused file with other options: reads it again where the service kept it as FAILED, else sends it again. */
export async function tryAgain(upload: Upload, options: NormalizationOptions): Promise<void> {
  if (upload.datasetId !== null) return readAgain(upload.datasetId, upload.fileName, options);
  if (upload.files.length === 0) return;
  dismiss(upload.key);
  start({ fileName: upload.fileName, files: upload.files, datasetId: null, isNewVersion: false }, options);
}

export function cancel(key: number): void {
  cancels.get(key)?.();
}

export function dismiss(key: number): void {
  cancels.delete(key);
  uploads.value = uploads.peek().filter((upload) => upload.key !== key);
}

/** Empties the list, apart from what is still in progress. */
export function dismissAllEnded(): void {
  for (const { key } of uploads.peek().filter((upload) => !isInProgress(upload))) dismiss(key);
}

export function isInProgress({ state }: Upload): boolean {
  return state.kind === 'queued' || state.kind === 'sending' || state.kind === 'reading';
}

function dismissEnded(datasetId: string): void {
  uploads.value = uploads.peek().filter((upload) => upload.datasetId !== datasetId || isInProgress(upload));
}

function add(upload: Omit<Upload, 'key' | 'state'>): number {
  const key = ++lastKey;
  uploads.value = [...uploads.peek(), { ...upload, key, state: { kind: 'queued' } }];
  return key;
}

function change(key: number, part: Partial<Upload>): void {
  uploads.value = uploads.peek().map((upload) => (upload.key === key ? { ...upload, ...part } : upload));
}

function start(upload: Omit<Upload, 'key' | 'state'>, options?: NormalizationOptions): void {
  const key = add(upload);
  const abort = new AbortController();
  cancels.set(key, () => {
    abort.abort();
    dismiss(key);
  });
  queue = queue.then(() => (abort.signal.aborted ? undefined : send(key, upload, abort.signal, options)));
}

async function send(
  key: number,
  upload: Omit<Upload, 'key' | 'state'>,
  signal: AbortSignal,
  options?: NormalizationOptions,
): Promise<void> {
  const since = performance.now();
  const show = (sent: number, total: number) => change(key, { state: { kind: 'sending', sent, total, since } });
  show(
    0,
    upload.files.reduce((bytes, { size }) => bytes + size, 0),
  );
  try {
    const datasetId = await deliver(upload, sendWithProgress(show, signal), options);
    change(key, { datasetId });
    refreshCount.value++;
    followReading(key, datasetId);
  } catch (error) {
    if (signal.aborted) return;
    const { code, message } = errorText(error as Error);
    change(key, { state: { kind: 'failed', code, message } });
  }
}

/** @returns the id of the dataset. @throws the service's error */
async function deliver(
  { files, datasetId, isNewVersion, isAdded }: Omit<Upload, 'key' | 'state'>,
  fetch: typeof globalThis.fetch,
  options?: NormalizationOptions,
): Promise<string> {
  if (isAdded) {
    const variables = { id: datasetId!, files: [...files] };
    const { data, error } = await client.peek().mutation(ExplorerAppendDocument, variables, { fetch }).toPromise();
    if (!data?.appendToDataset) throw error;
    return data.appendToDataset.dataset.id;
  }
  if (isNewVersion) {
    const variables = { id: datasetId!, file: files[0]!, options };
    const { data, error } = await client.peek().mutation(ExplorerReplaceDocument, variables, { fetch }).toPromise();
    if (!data?.replaceDataset) throw error;
    return data.replaceDataset.dataset.id;
  }
  const variables = { files: [...files], options };
  const { data, error } = await client.peek().mutation(ExplorerUploadDocument, variables, { fetch }).toPromise();
  if (!data?.uploadDataset) throw error;
  return data.uploadDataset.dataset.id;
}

/** Shows the progress of a reading until it ends; subscribes again when the connection is lost. */
function followReading(key: number, datasetId: string): void {
  const since = performance.now();
  change(key, { state: { kind: 'reading', stage: 'RECEIVING', rows: 0, fraction: null, since, sizeBytes: null } });
  let isEnded = false;

  const progress = client.peek().subscription(ExplorerProgressDocument, { id: datasetId });
  const { unsubscribe } = progress.subscribe(({ data, error, hasNext }) => {
    if (isEnded) return;
    if (data) isEnded = showProgress(key, data.datasetProgress, since);
    else if (error?.graphQLErrors.length) {
      isEnded = true;
      const { code, message } = errorText(error);
      change(key, { state: { kind: 'failed', code, message } });
    }
    if (isEnded) refreshCount.value++;
    else if (error || hasNext === false) setTimeout(() => isListed(key) && followReading(key, datasetId), RESUME_MS);
  });
  cancels.set(key, () => {
    isEnded = true;
    unsubscribe();
    void cancelReading(key, datasetId);
  });
}

function isListed(key: number): boolean {
  return uploads.peek().some((upload) => upload.key === key);
}

/** @returns whether the reading has ended */
function showProgress(key: number, progress: ExplorerProgressSubscription['datasetProgress'], since: number): boolean {
  const { stage, rowsDone, fraction, failure, dataset } = progress;
  if (stage === 'DONE') {
    change(key, {
      state: { kind: 'done', rows: dataset?.rowCount ?? rowsDone, columns: dataset?.columnCount ?? null },
    });
    return true;
  }
  if (stage === 'FAILED') {
    const { code, message } = failure ?? { code: 'UNREADABLE', message: 'The file could not be read.' };
    change(key, { state: { kind: 'failed', code, message } });
    return true;
  }
  const sizeBytes = dataset?.source.sizeBytes ?? null;
  change(key, { state: { kind: 'reading', stage, rows: rowsDone, fraction: fraction ?? null, since, sizeBytes } });
  return false;
}

/** Deletes a first upload, and ends the reading of a new version: the current one stays as it is. */
async function cancelReading(key: number, datasetId: string): Promise<void> {
  const upload = uploads.peek().find((one) => one.key === key);
  if (!upload) return;
  // A second click has no effect.
  cancels.delete(key);
  const mutation = upload.isNewVersion ? CancelIngestDocument : ExplorerDeleteDocument;
  const { error } = await client.peek().mutation(mutation, { id: datasetId }).toPromise();
  refreshCount.value++;
  if (!error) return dismiss(key);
  cancels.set(key, () => void cancelReading(key, datasetId));
  const { code, message } = errorText(error);
  change(key, { state: { kind: 'failed', code, message: `It was not cancelled. ${message}`, isReadingOn: true } });
}
