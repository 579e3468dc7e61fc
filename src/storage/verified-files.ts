import { stat } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { sha256OfFile } from './sha256.js';
import { ifPresent } from './storage-errors.js';

const MAX_REMEMBERED = 10_000;

/**
 * The files whose checksums were verified. A file is hashed at its first use in a process. Later uses compare inode, size
 * and times, and hash it again if these differ. A fresh check finds bit rot that leaves them unchanged; the auditor
 * requests one for each version in turn.
 */
export class VerifiedFiles {
  /** By path and expected checksum: the identity of the file that was hashed. */
  private readonly verified = new LRUCache<string, string>({ max: MAX_REMEMBERED });
  private readonly hashing = new Map<string, Promise<boolean>>();

  /** Whether the file exists and has this SHA-256. `fresh`: ignore earlier results. */
  async isIntact(path: string, expected: string, { fresh = false } = {}): Promise<boolean> {
    const identity = await identityOf(path);
    if (identity === undefined) return false;
    const key = `${expected} ${path}`;
    if (!fresh && this.verified.get(key) === identity) return true;
    const hashingKey = `${identity} ${key}`;
    let hashing = this.hashing.get(hashingKey);
    if (hashing === undefined) {
      hashing = this.hash(path, expected, identity).finally(() => this.hashing.delete(hashingKey));
      this.hashing.set(hashingKey, hashing);
    }
    return hashing;
  }

  private async hash(path: string, expected: string, identity: string): Promise<boolean> {
    const key = `${expected} ${path}`;
    const isIntact = (await ifPresent(() => sha256OfFile(path))) === expected;
    if (isIntact) this.verified.set(key, identity);
    else this.verified.delete(key);
    return isIntact;
  }
}

async function identityOf(path: string): Promise<string | undefined> {
  const file = await ifPresent(() => stat(path, { bigint: true }));
  return file && `${file.dev}:${file.ino}:${file.size}:${file.mtimeNs}:${file.ctimeNs}`;
}
