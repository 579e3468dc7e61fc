import type { Database } from '../../postgres/database.js';
import { CLAIM_LIFETIME_MS, type Claim, type Claims, readClaim } from './claims.js';

/** The driver of claims in PostgreSQL: one row per key. */
export class PostgresClaims implements Claims {
  constructor(private readonly database: Database) {}

  async get(digest: string): Promise<Claim | null> {
    const [row] = await this.database.read<{ claim: string }>('Looking for an idempotency key', {
      text: 'SELECT claim FROM claims WHERE digest = $1',
      values: [digest],
    });
    return row ? readClaim(row.claim) : null;
  }

  async create(digest: string, claim: Claim): Promise<boolean> {
    const { folder, claimedAtMs } = claim;
    const stored = await this.database.query('Claiming an idempotency key', {
      // The second condition: this claim, whose reply was lost.
      text: `INSERT INTO claims (digest, folder, claim, claimed_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (digest) DO UPDATE SET claim = claims.claim WHERE claims.folder = $2 RETURNING 1`,
      values: [digest, folder, JSON.stringify(claim), new Date(claimedAtMs)],
    });
    return stored.length > 0;
  }

  async replace(digest: string, claim: Claim): Promise<void> {
    await this.database.query('Confirming an idempotency key', {
      text: 'UPDATE claims SET claim = $3 WHERE digest = $1 AND folder = $2',
      values: [digest, claim.folder, JSON.stringify(claim)],
    });
  }

  async remove(digest: string, { folder }: Claim): Promise<void> {
    await this.database.query('Freeing an idempotency key', {
      text: 'DELETE FROM claims WHERE digest = $1 AND folder = $2',
      values: [digest, folder],
    });
  }

  async sweep(): Promise<void> {
    await this.database.query('Removing expired idempotency keys', {
      text: "DELETE FROM claims WHERE claimed_at < now() - $1 * interval '1 millisecond'",
      values: [CLAIM_LIFETIME_MS],
    });
  }
}
