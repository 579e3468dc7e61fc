import { createWriteStream } from 'node:fs';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, openPromise } from 'yauzl';
import { ZipFile } from 'yazl';

export interface ZipChanges {
  /** Files that the source does not have, by name. */
  added: ReadonlyMap<string, string>;
  /** How a file changes, which is given whole; undefined where it stays as it is. */
  editOf(name: string): ((content: string) => string) | undefined;
}

/** Writes the files of a zip, and those added, into another one that does not say when it was made. */
export async function repackZip(sourcePath: string, path: string, { added, editOf }: ZipChanges): Promise<void> {
  const source = await openPromise(sourcePath, { lazyEntries: true, autoClose: false });
  try {
    const target = new ZipFile();
    const output = target.outputStream.pipe(new PassThrough());
    target.on('error', (error) => output.destroy(error));
    // A day of local time, as zips have it: the same bytes in every zone.
    const noDate = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true };
    const copy = async (entry: Entry) => {
      const { fileName } = entry;
      const edit = editOf(fileName);
      if (edit === undefined) {
        target.addReadStreamLazy(fileName, noDate, (ready) => source.openReadStream(entry, ready));
      } else {
        const content = await text(await source.openReadStreamPromise(entry));
        target.addBuffer(Buffer.from(edit(content)), fileName, noDate);
      }
    };
    for await (const entry of source.eachEntry()) {
      const isFolder = entry.fileName.endsWith('/');
      if (!isFolder) await copy(entry);
    }
    for (const [name, content] of added) target.addBuffer(Buffer.from(content), name, noDate);
    target.end();
    await pipeline(output, createWriteStream(path));
  } finally {
    source.close();
  }
}
