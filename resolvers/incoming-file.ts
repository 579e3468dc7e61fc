import type { FileUpload } from 'graphql-upload-minimal';
import type { IncomingFile } from '../src/ingest/intake/receive-upload.js';
import { ConcentricError } from '../src/model/errors.js';

/**
 * The file behind an Upload variable, as soon as it begins to arrive.
 * @throws UPLOAD_INCOMPLETE if it does not; INVALID_INPUT if the part's headers are malformed, or if one part of the
 * request is used by two variables
 */
export async function incomingFile(part: Promise<FileUpload>): Promise<IncomingFile> {
  const file = await part.catch((cause: Error) => {
    throw cause.message === 'Malformed part header' ? malformedPart(cause) : incomplete(cause);
  });
  try {
    return { fileName: file.filename || 'file', stream: file.createReadStream() };
  } catch (cause) {
    // The form ended, or was cancelled, before the file was read.
    if (!/multiple times/.test((cause as Error).message)) throw incomplete(cause as Error);
    throw new ConcentricError(
      'INVALID_INPUT',
      'One file part is used by two variables, but a file is read only once. Send it as a part of its own for each.',
      {},
      { cause },
    );
  }
}

/**
 * The files of an input: `file` or `files`.
 * @throws INVALID_INPUT unless it has exactly one of them
 */
export function incomingFiles({ file, files }: FilesInput): Promise<IncomingFile>[] {
  if ((file == null) === (files == null) || files?.length === 0) {
    const got = file != null ? '"file" and "files"' : files == null ? 'neither' : 'an empty list';
    throw new ConcentricError('INVALID_INPUT', `Expected one file in "file", or one and more in "files"; got ${got}.`, {
      argument: 'files',
    });
  }
  return (file == null ? files! : [file]).map((part) => {
    const arriving = incomingFile(part);
    arriving.catch(() => undefined);
    return arriving;
  });
}

interface FilesInput {
  file?: Promise<FileUpload> | null;
  files?: Promise<FileUpload>[] | null;
}

function incomplete(cause: Error): ConcentricError {
  return new ConcentricError(
    'UPLOAD_INCOMPLETE',
    `The file did not arrive (${cause.message}). Send the request again, with every file that "map" names.`,
    {},
    { cause },
  );
}

function malformedPart(cause: Error): ConcentricError {
  return new ConcentricError(
    'INVALID_INPUT',
    'The headers of the file part cannot be read: most likely the file name contains control characters or is longer than 16 KB. Rename the file and send it again.',
    {},
    { cause },
  );
}
