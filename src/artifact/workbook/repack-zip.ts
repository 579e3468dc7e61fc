import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';
import { ZipFile } from 'yazl';

/** Changes a file of a zip, which it is given whole. */
export type Edit = (content: Buffer) => Buffer;

/** Writes the files of a zip into another one that says nothing of when it was made; `editOf` names what is changed. */
export async function repackZip(
  sourcePath: string,
  path: string,
  editOf: (name: string) => Edit | undefined,
): Promise<void> {
  const source = await openPromise(sourcePath, { lazyEntries: true, autoClose: false });
  try {
    const target = new ZipFile();
    const output = target.outputStream.pipe(new PassThrough());
    target.on('error', (error) => output.destroy(error));
    // A day of local time, as zips have it: the same bytes in every zone.
    const noDate = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true };
    const addOf = async (entry: Entry) => {
      const { fileName } = entry;
      const edit = editOf(fileName);
      if (edit === undefined) {
        target.addReadStreamLazy(fileName, noDate, (ready) => source.openReadStream(entry, ready));
      } else {
        target.addBuffer(edit(await buffer(await source.openReadStreamPromise(entry))), fileName, noDate);
      }
    };
    for await (const entry of source.eachEntry()) {
      const isFolder = entry.fileName.endsWith('/');
      if (!isFolder) await addOf(entry);
    }
    target.end();
    await pipeline(output, createWriteStream(path));
  } finally {
    source.close();
  }
}
