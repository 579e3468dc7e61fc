import { ERROR_CODES } from '../../model/errors.js';
import { sha256 } from '../../storage/sha256.js';
import { isTombstone, type Revision } from './records.js';

/** 2: revisions end with a checksum. Earlier releases wrote files without a format. */
const FORMAT = 2;
const CHECKSUM = ',\n  "checksum": "';
const END = '"\n}\n';
const HEX_LENGTH = 64;

/** The text of a revision's file: its JSON, with a SHA-256 of everything before it as the last field. */
export function revisionText(revision: Revision): string {
  const body = JSON.stringify({ format: FORMAT, ...revision }, null, 2).slice(0, -'\n}'.length);
  return `${body}${CHECKSUM}${sha256(body)}${END}`;
}

/** @throws Error that completes the sentence "<file> …" if the bytes are not a valid revision */
export function readRevisionText(content: Buffer): Revision {
  const tail = CHECKSUM.length + HEX_LENGTH + END.length;
  const body = content.subarray(0, Math.max(0, content.length - tail));
  const text = content.toString('utf8');
  const isSealed = text === `${body}${CHECKSUM}${sha256(body)}${END}`;
  const { format, checksum, ...revision } = parse(text) as Revision & { format?: number; checksum?: string };
  if (isSealed && format === FORMAT) return withKnownCode(revision);
  // A revision with either field was written with a checksum: damage in one location cannot remove both.
  if (format !== undefined || checksum !== undefined) throw new Error('does not match its checksum');
  if (!isRevision(revision)) throw new Error('does not contain a record');
  return withKnownCode(withCurrentFields(revision));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('is not JSON', { cause });
  }
}

function isRevision(value: object): value is Revision {
  return 'id' in value && 'revision' in value && ('deleted' in value || ('source' in value && 'pending' in value));
}

/** Another release can have recorded a code that this one does not have; the contract allows only its own codes. */
function withKnownCode(revision: Revision): Revision {
  if (isTombstone(revision) || !revision.failure || Object.hasOwn(ERROR_CODES, revision.failure.code)) return revision;
  return { ...revision, failure: { ...revision.failure, code: 'INTERNAL_SERVER_ERROR' } };
}

/**
 * Records of early releases do not list the kept versions, so they have only the current one with a guessed reason of
 * publication. The reading of a version is recorded since format 2.
 */
function withCurrentFields(revision: Revision): Revision {
  if (isTombstone(revision)) return revision;
  const { status, version, updatedAt, pending, reading = null } = revision;
  const earlier = (revision.earlier ?? []).map((kept) => ({ ...kept, reading: kept.reading ?? null }));
  if (revision.earlier !== undefined) return { ...revision, reading, earlier };
  const reasonOf = (number: number) => (number === 1 ? 'UPLOAD' : 'REPLACE');
  return {
    ...revision,
    publication: status === 'READY' ? { reason: reasonOf(version), at: updatedAt } : null,
    reading,
    earlier,
    pending: pending && { ...pending, reason: reasonOf(pending.version) },
  };
}
