import { MAX_SOURCES, type SourceFile, sourceName } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import { visibleText } from '../../model/visible-text.js';
import { freeName, safeName } from '../../storage/safe-name.js';
import { sha256 } from '../../storage/sha256.js';
import { digestUpload, type IncomingFile, type ReceiveOptions, receiveUpload } from './receive-upload.js';

/**
 * The files of a request, in the order of its list. A promise resolves when the file begins to arrive: in the order of the
 * body, which may be another one, and only when the file before it in the body has been read.
 */
export type IncomingFiles = readonly (IncomingFile | Promise<IncomingFile>)[];

/**
 * Receives files into one folder, each as soon as it arrives, so that none waits for a file that comes later in the body.
 * If one fails, the others are aborted.
 * @throws as receiveUpload, with the first failure
 */
export function receiveFiles(
  files: IncomingFiles,
  folder: string,
  options: Omit<ReceiveOptions, 'onReceived'> & { onReceived(bytes: number, file: number): void },
): Promise<SourceFile[]> {
  const taken: string[] = [];
  return eachOnArrival(files, async (file, nth) => {
    const safe = safeName(file.fileName);
    const storedAs = freeName(safe, taken);
    taken.push(storedAs);
    return receiveUpload(file, folder, {
      ...options,
      storedAs: storedAs === safe ? undefined : storedAs,
      onReceived: (bytes) => options.onReceived(bytes, nth),
    });
  });
}

/**
 * The SHA-256 of the upload, or of the names and the SHA-256 of several. Stores nothing. It equals sha256OfSources() of the
 * same files.
 */
export async function digestFiles(
  files: IncomingFiles,
  options: Pick<ReceiveOptions, 'maxUploadBytes'>,
): Promise<string> {
  const digests = await eachOnArrival(files, async (file) => ({
    fileName: file.fileName,
    sha256: await digestUpload(file, options),
  }));
  return sha256OfFiles(digests);
}

export function sha256OfFiles(files: readonly Pick<SourceFile, 'fileName' | 'sha256'>[]): string {
  if (files.length === 1) return files[0]!.sha256;
  return sha256(JSON.stringify(files.map(({ fileName, sha256 }) => [fileName, sha256])));
}

/** Ends the streams of all files, also of those that arrive later. */
export function destroyFiles(files: IncomingFiles): void {
  for (const file of files) Promise.resolve(file).then(({ stream }) => stream.destroy(), nothing);
}

/** Without a listener, the error of a disconnect before a stream is read would end the process. */
export function withListeners(files: IncomingFiles): Promise<IncomingFile>[] {
  return files.map(async (file) => {
    const { fileName, stream } = await file;
    stream.on('error', nothing);
    return { fileName: visibleText(fileName).trim() || 'file', stream };
  });
}

/** @throws TOO_MANY_SOURCES */
export function requireFewSources(count: number): void {
  if (count <= MAX_SOURCES) return;
  throw new ConcentricError(
    'TOO_MANY_SOURCES',
    `A dataset is made of at most ${MAX_SOURCES} files; this would make ${count}. Put some of them together first, for example the days of a month.`,
    { sources: count, maxSources: MAX_SOURCES },
  );
}

/** The new sources with names that the earlier ones do not have: `sales.csv`, `sales (2).csv`. */
export function withFreeNames(added: readonly SourceFile[], earlier: readonly SourceFile[]): SourceFile[] {
  const taken = earlier.map(sourceName);
  return added.map((source) => {
    const name = freeName(source.fileName, taken);
    taken.push(name);
    return name === source.fileName ? source : { ...source, name };
  });
}

async function eachOnArrival<T>(
  files: IncomingFiles,
  work: (file: IncomingFile, nth: number) => Promise<T>,
): Promise<T[]> {
  const begun: Promise<T>[] = [];
  try {
    return await Promise.all(
      files.map(async (arriving, nth) => {
        const file = await arriving;
        const working = work(file, nth);
        begun.push(working);
        return working;
      }),
    );
  } catch (error) {
    destroyFiles(files);
    await Promise.allSettled(begun);
    throw error;
  }
}

function nothing(): void {}
