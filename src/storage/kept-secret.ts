import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ConcentricError } from '../model/errors.js';

const SECRET = /^[0-9a-f]{64}$/;

/**
 * A secret of the storage folder. It is created once and stored with the data, so that all processes on the folder share it
 * across restarts. Read access to it implies read access to the data.
 *
 * @param variable the environment variable that replaces it
 * @throws STORAGE_UNAVAILABLE if the file has other content, which may be known to others
 */
export async function keptSecret(path: string, tempDirectory: string, variable: string): Promise<string> {
  const made = join(tempDirectory, basename(path));
  await writeFile(made, randomBytes(32).toString('hex'), { mode: 0o600, flush: true });
  try {
    // Linking is atomic: of several processes that start at the same time, one creates the secret.
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
    `${path} does not contain a valid secret. Remove it to create a new one (links and cached values of the old one become invalid), or set ${variable}.`,
  );
}
