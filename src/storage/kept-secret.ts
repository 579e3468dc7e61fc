import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConcentricError } from '../model/errors.js';

const SECRET = /^[0-9a-f]{64}$/;

/**
 * A secret of the storage folder: made once and kept beside the data, so that all processes on the folder agree on it and
 * it outlives a restart. Whoever can read it can read the data too.
 *
 * @param variable the environment variable that takes its place
 * @throws STORAGE_UNAVAILABLE where the file holds something else: a known text is no secret
 */
export async function keptSecret(path: string, tempDirectory: string, variable: string): Promise<string> {
  const made = join(tempDirectory, basename(path));
  await writeFile(made, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
  try {
    // Of several processes that start at once, one makes it: a link is there whole or not at all.
    await link(made, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(made);
  }
  const secret = await readFile(path, 'utf8');
  if (SECRET.test(secret)) return secret;
  throw new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `${path} holds no secret. Remove it, and another is made (what was made with the old one ends), or set ${variable}.`,
  );
}
