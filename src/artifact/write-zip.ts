import { createWriteStream } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Pieces this long go through the deflater: one a row would take longer than the rows. */
const PIECE_CHARACTERS = 1 << 16;

/** Writes files into a zip, one after another, each made while it is written. The same contents give the same bytes. */
export async function writeZip(
  files: Iterable<{ name: string; content(): Iterable<string> | Buffer }>,
  path: string,
): Promise<void> {
  const zip = new ZipFile();
  // In local time, as zips have it: entries do not say when or where they were made.
  const noDate = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true };
  const output = zip.outputStream.pipe(new PassThrough());
  zip.on('error', (error) => output.destroy(error));
  for (const { name, content } of files) {
    zip.addReadStreamLazy(name, noDate, (ready) =>
      ready(null, Readable.from(inPieces(content()), { objectMode: false })),
    );
  }
  zip.end();
  await pipeline(output, createWriteStream(path));
}

function* inPieces(content: Iterable<string> | Buffer): Generator<string | Buffer> {
  if (Buffer.isBuffer(content)) return yield content;
  let piece = '';
  for (const text of content) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}
