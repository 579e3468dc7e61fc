import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConcentricError } from '../model/errors.js';

const SECRET = /^[0-9a-f]{64}$/;

/**
 * The secret that links are signed with where the configuration names none: made once and kept beside the data, so that
 * all processes on one storage folder agree on it and links outlive a restart. Whoever can read it can read the data too.
 *
 * @throws STORAGE_UNAVAILABLE where the file holds something else: links signed with nothing anybody could make
 */
export async function keptLinkSecret(path: string, tempDirectory: string): Promise<string> {
  const made = join(tempDirectory, 'link-secret');
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
    `${path} holds no secret. Remove it, and another is made (links that were given end), or set LINK_SECRET.`,
  );
}
