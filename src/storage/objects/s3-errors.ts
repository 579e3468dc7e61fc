import { ConcentricError } from '../../model/errors.js';
import { errnoCode } from '../storage-errors.js';

/** By code of the system, or by code of the store. */
const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at the address of S3_ENDPOINT',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host of S3_ENDPOINT is not known',
  EAI_AGAIN: 'the host of S3_ENDPOINT cannot be looked up',
  ETIMEDOUT: 'the store does not answer',
  TimeoutError: 'the store does not answer',
  NoSuchBucket: 'there is no bucket of the name in S3_BUCKET',
  InvalidAccessKeyId: 'the store does not know AWS_ACCESS_KEY_ID',
  SignatureDoesNotMatch: 'the store rejects AWS_SECRET_ACCESS_KEY',
  AccessDenied: 'the keys may not use the bucket S3_BUCKET',
  CredentialsProviderError: 'there are no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  PermanentRedirect: 'the bucket is in another region than S3_REGION',
  SlowDown: 'the store is overloaded',
  BadDigest: 'the bytes were changed on their way',
};
/** A reply without a body has no code of the store: of HEAD. */
const ADVICE_BY_STATUS: Readonly<Record<number, string>> = {
  301: ADVICE.PermanentRedirect!,
  403: 'the store rejects the keys, or they may not use the bucket S3_BUCKET',
  404: ADVICE.NoSuchBucket!,
};

/** Refusals that stay until the settings are changed. */
const LASTING: readonly number[] = [301, 403, 404];

export function storeUnavailable(doing: string, error: unknown): ConcentricError {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const remedy = LASTING.includes($metadata?.httpStatusCode ?? 0) ? '' : ' Try again shortly.';
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `${doing} failed, because the object store is not available: ${reasonOf(error)}.${remedy}`,
    {},
    { cause: error },
  );
}

function reasonOf(error: unknown): string {
  const { name = '', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  return (
    ADVICE[errnoCode(error) ?? ''] ??
    ADVICE[name] ??
    ADVICE_BY_STATUS[status ?? 0] ??
    (status !== undefined && status >= 400 ? `it answers with status ${status}` : 'it does not answer as it should')
  );
}

/** Whether the store has answered that there is no such object. */
export function isMissingObject(error: unknown): boolean {
  const { name } = error as { name?: string };
  return name === 'NoSuchKey' || name === 'NotFound';
}
