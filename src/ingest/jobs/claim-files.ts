import { link, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sync, writeDurably } from '../../storage/durable.js';
import { type Layout, readEntry, temporaryName } from '../../storage/layout.js';
import type { KnownProcesses } from '../../storage/processes.js';
import { errnoCode, ifPresent } from '../../storage/storage-errors.js';
import { CLAIM_LIFETIME_MS, type Claim, type Claims, readClaim } from './claims.js';

/** The driver of claims in the storage folder: one file per key. `link` creates it atomically and only if it does not exist. */
export class ClaimFiles implements Claims {
  constructor(
    private readonly layout: Layout,
    private readonly processes: KnownProcesses,
  ) {}

  /** A torn file is removed and counts as none. */
  async get(digest: string): Promise<Claim | null> {
    const path = this.path(digest);
    const text = await ifPresent(() => readFile(path, 'utf8'));
    if (text === undefined) return null;
    const claim = readClaim(text);
    if (claim === null) await rm(path, { force: true });
    return claim;
  }

  create(digest: string, claim: Claim): Promise<boolean> {
    return this.write(digest, claim, link);
  }

  async replace(digest: string, claim: Claim): Promise<void> {
    await this.write(digest, claim, rename);
  }

  /** A newer claim that replaced it meanwhile is restored. */
  async remove(digest: string, claim: Claim): Promise<void> {
    const removed = this.temporaryPath();
    const isRenamed = await ifPresent(() => rename(this.path(digest), removed).then(() => true));
    if (!isRenamed) return;
    const found = readClaim(await readFile(removed, 'utf8'));
    if (found !== null && found.folder !== claim.folder) await link(removed, this.path(digest)).catch(() => undefined);
    await rm(removed, { force: true });
  }

  /** Removes the temporary files of processes that died too. */
  async sweep(): Promise<void> {
    const { idempotency } = this.layout;
    for (const name of (await ifPresent(() => readdir(idempotency))) ?? []) {
      const entry = readEntry(name);
      if (entry.kind === 'temporary') {
        if (!(await this.processes.isAlive(entry.owner))) await rm(join(idempotency, name), { force: true });
        continue;
      }
      const digest = name.replace(/\.json$/, '');
      const claim = await this.get(digest);
      if (claim !== null && Date.now() - claim.claimedAtMs > CLAIM_LIFETIME_MS) await this.remove(digest, claim);
    }
  }

  private async write(digest: string, claim: Claim, publish: typeof link): Promise<boolean> {
    const { idempotency } = this.layout;
    await mkdir(idempotency, { recursive: true });
    const temporary = this.temporaryPath();
    try {
      await writeDurably(temporary, JSON.stringify(claim));
      await publish(temporary, this.path(digest));
    } catch (error) {
      if (errnoCode(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
    await sync(idempotency);
    return true;
  }

  private path(digest: string): string {
    return join(this.layout.idempotency, `${digest}.json`);
  }

  private temporaryPath(): string {
    return join(this.layout.idempotency, temporaryName(this.processes.owner));
  }
}
