import { sha256 } from '../../storage/sha256.js';
import { isTombstone, type Revision } from './records.js';

/** 2: revisions end in a checksum. Files without a format were written by releases before that. */
const FORMAT = 2;
const CHECKSUM = ',\n  "checksum": "';
const END = '"\n}\n';
const HEX_LENGTH = 64;

/** The text of a revision's file: its JSON, with a SHA-256 of everything before it as the last field. */
export function revisionText(revision: Revision): string {
  const body = JSON.stringify({ format: FORMAT, ...revision }, null, 2).slice(0, -'\n}'.length);
  return `${body}${CHECKSUM}${sha256(body)}${END}`;
}

/** @throws Error that completes the sentence "<file> …" where the bytes are not those of a revision */
export function readRevisionText(content: Buffer): Revision {
  const tail = CHECKSUM.length + HEX_LENGTH + END.length;
  const body = content.subarray(0, Math.max(0, content.length - tail));
  const text = content.toString('utf8');
  const isSealed = text === `${body}${CHECKSUM}${sha256(body)}${END}`;
  const { format, checksum, ...revision } = parse(text) as Revision & { format?: number; checksum?: string };
  if (isSealed && format === FORMAT) return revision;
  // One damaged place cannot remove both: a revision with either was written with a checksum.
  if (format !== undefined || checksum !== undefined) throw new Error('does not match its checksum');
  if (!isRevision(revision)) throw new Error('holds no record');
  return withCurrentFields(revision);
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

/**
 * Records written before they listed the kept versions know only the current one; the reason of its publication is a guess.
 * How a version was read is known from format 2 on.
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
