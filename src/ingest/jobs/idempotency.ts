import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Catalog } from '../../catalog/catalog.js';
import { canonicalJson } from '../../model/canonical-json.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { KnownProcesses } from '../../storage/processes.js';
import { CLAIM_LIFETIME_MS, type Claim, type Claims } from './claims.js';

const MAX_KEY_CHARACTERS = 200;
/** Maximum time from the claim of a key to the publication of its record; it usually takes milliseconds. */
const MAX_CLAIM_MS = 30_000;
const POLL_MS = 50;

/** A request that carries an idempotency key. */
export interface KeyedRequest {
  /** Digest of principal and key: the name of the claim. */
  digest: string;
  /** Claim.request. */
  request: string;
}

export interface IdempotencyOptions {
  claims: Claims;
  processes: KnownProcesses;
  catalog: Pick<Catalog, 'get'>;
}

/**
 * Maps idempotency keys to their upload or replacement for 24 hours, for all processes. A claim is created after the upload
 * was received and before the record is published. Of two concurrent requests with the same key, the first that is received completely is read. An
 * interrupted request claims nothing.
 */
export class Idempotency {
  constructor(private readonly options: IdempotencyOptions) {}

  /** @throws INVALID_INPUT if the key is blank, too long or has invisible characters */
  static request(
    key: string | null | undefined,
    principal: string,
    input: { [argument: string]: unknown; options: NormalizationOptions | null },
  ): KeyedRequest | null {
    if (key == null) return null;
    if (!isUsable(key)) throw unusableKey(key);
    const plain = JSON.parse(JSON.stringify(input)) as Parameters<typeof canonicalJson>[0];
    return { digest: digestOf([principal, key]), request: digestOf(plain) };
  }

  /**
   * The job that the key identifies; null for a free key.
   * @throws IDEMPOTENCY_CONFLICT if the key was used for another request, OVERLOADED if that is not known in time
   */
  async find({ digest, request }: KeyedRequest): Promise<Claim | null> {
    const deadline = performance.now() + MAX_CLAIM_MS;
    for (;;) {
      const claim = await this.options.claims.get(digest);
      if (claim === null) return null;
      const state = await this.stateOf(claim);
      if (state === 'void') await this.options.claims.remove(digest, claim);
      else if (claim.request !== request) throw conflict(claim, 'its name, file name, options or dataset');
      else if (state === 'final') return claim;
      else if (performance.now() > deadline) throw keyInProgress();
      else await pause(POLL_MS);
    }
  }

  /** Claims the key for a job. Returns null on success, or the job of an earlier request. @throws as find() */
  async claim(
    { digest, request }: KeyedRequest,
    job: Pick<Claim, 'sha256' | 'datasetId' | 'folder'>,
  ): Promise<Claim | null> {
    const { owner } = this.options.processes;
    const claim: Claim = { ...job, request, version: null, owner, claimedAtMs: Date.now() };
    for (;;) {
      if (await this.options.claims.create(digest, claim)) return null;
      const earlier = await this.find({ digest, request });
      if (earlier === null) continue;
      if (earlier.sha256 !== job.sha256) throw conflict(earlier, 'another file');
      return earlier;
    }
  }

  /** Makes the claim final, after the record of the job was published. Safe to repeat. */
  async confirm(digest: string, folder: string, version: number): Promise<void> {
    const claim = await this.options.claims.get(digest);
    if (claim?.folder === folder && claim.version === null) {
      await this.options.claims.replace(digest, { ...claim, version });
    }
  }

  /** Frees the key if it still identifies this job. */
  async release(digest: string, folder: string): Promise<void> {
    const claim = await this.options.claims.get(digest);
    if (claim?.folder === folder) await this.options.claims.remove(digest, claim);
  }

  /** Frees the key of a job whose record was not published, and will not be. Safe to repeat. */
  async releaseUnpublished(
    { digest }: KeyedRequest,
    { datasetId, folder }: Pick<Claim, 'datasetId' | 'folder'>,
  ): Promise<void> {
    const record = await this.options.catalog.get(datasetId);
    if (record?.pending?.folder === folder) return;
    // A job that was published and has ended was confirmed before.
    const claim = await this.options.claims.get(digest);
    if (claim?.version === null) await this.release(digest, folder);
  }

  /** Removes expired claims, and what processes that died have left. */
  sweep(): Promise<void> {
    return this.options.claims.sweep();
  }

  /** @throws IDEMPOTENCY_CONFLICT if a repeated request has another file */
  static requireSameFile(claim: Claim, sha256: string): void {
    if (claim.sha256 !== sha256) throw conflict(claim, 'another file');
  }

  private async stateOf(claim: Claim): Promise<'final' | 'claiming' | 'void'> {
    if (isExpired(claim)) return 'void';
    if (claim.version !== null) return 'final';
    const record = await this.options.catalog.get(claim.datasetId);
    if (record?.pending?.folder === claim.folder) return 'final';
    return (await this.options.processes.isAlive(claim.owner)) ? 'claiming' : 'void';
  }
}

function isExpired({ claimedAtMs }: Claim): boolean {
  return Date.now() - claimedAtMs > CLAIM_LIFETIME_MS;
}

function isUsable(key: string): boolean {
  return key.length <= MAX_KEY_CHARACTERS && /^[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}][^\p{C}\p{Zl}\p{Zp}]*$/u.test(key);
}

function digestOf(value: Parameters<typeof canonicalJson>[0]): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

function unusableKey(key: string): ConcentricError {
  return new ConcentricError(
    'INVALID_INPUT',
    `"idempotencyKey" must have 1 to ${MAX_KEY_CHARACTERS} visible characters; got ${key.length} characters. Use a new UUID for each upload, and the same one when you retry it.`,
    { argument: 'idempotencyKey', length: key.length },
  );
}

function conflict({ datasetId }: Claim, difference: string): ConcentricError {
  return new ConcentricError(
    'IDEMPOTENCY_CONFLICT',
    `This idempotencyKey was used for another request within the last 24 hours (dataset ${datasetId}); this one differs in ${difference}. Retry the first request unchanged, or use a new key.`,
    { datasetId },
  );
}

function keyInProgress(): ConcentricError {
  return new ConcentricError(
    'OVERLOADED',
    'A request with the same idempotencyKey is being stored. Send this one again in a moment, with the same key.',
  );
}
