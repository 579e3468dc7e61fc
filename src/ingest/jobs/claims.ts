import { z } from 'zod';

export const CLAIM_LIFETIME_MS = 24 * 3_600_000;

const ClaimText = z.object({
  /** Digest of the request without the bytes of its file. */
  request: z.string(),
  /** Of the file, or of the names and sums of several (intake/receive-files.ts), hexadecimal. */
  sha256: z.string(),
  datasetId: z.string(),
  /** The pending folder of the job. */
  folder: z.string(),
  /** The version that the job creates; null until its record is published, which makes the claim final. */
  version: z.int().nullable(),
  owner: z.string(),
  claimedAtMs: z.number(),
});
/** The job that a key identifies. */
export type Claim = z.infer<typeof ClaimText>;

/** The store of claims, by digest of the key. Of two processes that create the same claim, one succeeds. */
export interface Claims {
  get(digest: string): Promise<Claim | null>;
  /** False if the key has a claim. */
  create(digest: string, claim: Claim): Promise<boolean>;
  replace(digest: string, claim: Claim): Promise<void>;
  /** Removes the claim, unless a newer one has replaced it. */
  remove(digest: string, claim: Claim): Promise<void>;
  /** Removes expired claims. */
  sweep(): Promise<void>;
}

/** Null for a text that is no claim, which only a power failure can leave. */
export function readClaim(text: string): Claim | null {
  try {
    return ClaimText.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
