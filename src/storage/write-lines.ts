import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Writes a new file from texts that come one after the other, each when the file has taken those before. */
export async function writeLines(
  path: string,
  writeAll: (write: (text: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx' });
  const done = finished(file);
  // An error is thrown where `done` is awaited; until then it must not count as an unhandled rejection.
  done.catch(() => {});
  try {
    await writeAll(async (text) => {
      if (!file.write(text)) await Promise.race([once(file, 'drain'), done]);
    });
    file.end();
    await done;
  } finally {
    file.destroy();
  }
}
