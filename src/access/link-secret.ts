import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The secret that links are signed with where the configuration names none: made once and kept beside the data, so that
 * all processes on one storage folder agree on it and links outlive a restart. Whoever can read it can read the data too.
 */
export async function keptLinkSecret(path: string, tempDirectory: string): Promise<string> {
  const made = join(tempDirectory, 'link-secret');
  await writeFile(made, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    // Of several processes that start at once, one makes it: a link is there whole or not at all.
    await link(made, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(made);
  }
  return readFile(path, 'utf8');
}
