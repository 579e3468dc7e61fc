import type { ErrorCode } from '../../src/model/errors.js';
import type { WarningCode } from '../../src/model/schema.js';

/** A file as somebody who wishes the service ill, or knows no better, uploads it, and what must come of it. */
export interface HostileFile {
  /** Unique: what the file is. */
  what: string;
  fileName: string;
  /** Made when it is sent. */
  bytes: () => Buffer | string | Promise<Buffer>;
  options?: Record<string, unknown>;
  outcome: Refusal | Acceptance;
  /** Too large for every run of the tests: sent where HOSTILE_MEASURE is set. */
  isLarge?: boolean;
}

export interface Refusal {
  refused: ErrorCode;
  /** What the sentence must say: what is wrong, or the way out. */
  saying: RegExp;
}

export interface Acceptance {
  rows: number;
  /** Codes that must be among the warnings. */
  warnings?: WarningCode[];
  columns?: string[];
  /** The first rows of the data. */
  preview?: (string | null)[][];
}

type Bytes = HostileFile['bytes'];

export function refused(what: string, fileName: string, bytes: Bytes, code: ErrorCode, saying: RegExp): HostileFile {
  return { what, fileName, bytes, outcome: { refused: code, saying } };
}

export function read(what: string, fileName: string, bytes: Bytes, outcome: Acceptance): HostileFile {
  return { what, fileName, bytes, outcome };
}

export function large(file: HostileFile): HostileFile {
  return { ...file, isLarge: true };
}

export function withOptions(options: Record<string, unknown>, file: HostileFile): HostileFile {
  return { ...file, options };
}

export function repeat(times: number, make: (at: number) => string): string {
  return Array.from({ length: times }, (_, at) => make(at)).join('');
}
