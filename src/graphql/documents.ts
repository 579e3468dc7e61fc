import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, print } from 'graphql';
import { LRUCache } from 'lru-cache';
import { projectRoot } from '../project-root.js';
import { parseOptions } from './limits/limits.js';

/** Of all documents that clients register, together. */
const REGISTERED_BYTES = 5_000_000;

interface Manifest {
  operations: { id: string; body: string }[];
}

/**
 * Documents that are known by an id, the SHA-256 of their text in hex: those of schema/persisted-documents.json, and what
 * clients register (automatic persisted queries), the least used of which are forgotten.
 */
export class Documents {
  private readonly trusted = new Map(readManifest().operations.map(({ id, body }) => [id, body]));
  private readonly registered = new LRUCache<string, string>({
    maxSize: REGISTERED_BYTES,
    sizeCalculation: (text) => text.length + 100,
  });
  private readonly trustOf = new LRUCache<string, boolean>({
    maxSize: REGISTERED_BYTES,
    sizeCalculation: (_, text) => text.length + 100,
  });

  find(id: string): string | undefined {
    return this.trusted.get(id) ?? this.registered.get(id);
  }

  register(id: string, text: string): void {
    if (!this.trusted.has(id)) this.registered.set(id, text);
  }

  /** In any layout: urql breaks lines where Apollo Client does not. */
  isTrusted(text: string): boolean {
    const known = this.trustOf.get(text);
    if (known !== undefined) return known;
    const isTrusted = this.trusted.has(idOf(text)) || this.trusted.has(idOf(laidOut(text)));
    this.trustOf.set(text, isTrusted);
    return isTrusted;
  }

  readonly notTrustedMessage =
    'This service executes only the operations of schema/persisted-documents.json, and this is none of them. Send the id of one, as {"documentId": "sha256:…"}; a new one is added to schema/operations/ and deployed with the service.';
}

function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** As the documents of the manifest are; what does not parse stays as it is. */
function laidOut(text: string): string {
  try {
    return print(parse(text, parseOptions));
  } catch {
    return text;
  }
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(join(projectRoot, 'schema', 'persisted-documents.json'), 'utf8')) as Manifest;
}
