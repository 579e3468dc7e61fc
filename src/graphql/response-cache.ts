import { hash } from 'node:crypto';
import type { Plugin } from '@envelop/core';
import { type Cache, useResponseCache } from '@envelop/response-cache';
import { type DocumentNode, type ExecutionResult, parse, print } from 'graphql';
import type { Context } from '../../resolvers/context.js';
import { noteVersions, versionsSoFar } from '../cache/answer-versions.js';
import type { AnswerStore, Found } from '../cache/answers/answer-store.js';
import { type CacheStatus, cacheStatus } from '../cache/answers/cache-status.js';
import { canonicalJson, type Json } from '../model/canonical-json.js';
import { isKeepable } from './cacheable.js';
import { parseOptions } from './limits/limits.js';
import { asWritten, dataFromText, writeData } from './written-data.js';

/** Longer keys are replaced by a digest. */
const MAX_KEY_CHARACTERS = 500;

export interface ResponseCacheOptions {
  store: AnswerStore;
  /** Whether answers say in `extensions.responseCache` what the cache did. */
  inExtensions: boolean;
}

/**
 * Envelop's response cache over our store, for queries alone. Ours beside the store are the key (synchronous, of the
 * document as printed, and always with who asks), and what removes an answer: its entities are the datasets it read,
 * by which Caches drops it, awaited, where a mutation changes one. The plugin's own invalidation is not awaited and
 * knows only the entities an answer shows.
 */
export function responseCache({ store, inExtensions }: ResponseCacheOptions): Plugin<Context>[] {
  const cache = useResponseCache<Context>({
    cache: (context) => lookupOf(store, context),
    session: ({ principal }) => principal.id,
    invalidateViaMutation: false,
    // All that it is asked for is the key.
    getDocumentString: ({ document }) => digestOf(document),
    buildResponseCacheKey: ({ documentString, operationName, variableValues, sessionId }) =>
      keyOf(sessionId ?? '', operationName ?? '', documentString, variableValues),
    shouldCacheResult: ({ result }) => isKeepable(result),
    includeExtensionMetadata: inExtensions,
  });
  return [withoutEntities, cache];
}

/**
 * The plugin executes another document, which asks for the type and id of every object too, and walks through all of the
 * result, lists in lists several times over, to collect them and take them out again. Nobody asks for those here: what was
 * asked for is executed, and what may be kept is given to it as text, through which it does not walk.
 */
const withoutEntities: Plugin<Context> = {
  onExecute({ args: { document }, executeFn, setExecuteFn }) {
    setExecuteFn(async (args) => {
      const result: ExecutionResult = await executeFn({ ...args, document });
      return isKeepable(result) ? { ...result, data: asWritten(result.data!) } : result;
    });
  },
};

/** What the answer to an operation is kept by. */
export function operationKey(
  principalId: string,
  { query, operationName, variables }: { query: string; operationName?: string; variables?: Record<string, unknown> },
): string {
  return keyOf(principalId, operationName ?? '', digestOf(parse(query, parseOptions)), variables);
}

function keyOf(principalId: string, operationName: string, digest: string, variables?: object | null): string {
  // They came as JSON.
  const asked = canonicalJson([principalId, operationName, digest, { ...variables } as Json]);
  return asked.length > MAX_KEY_CHARACTERS ? hash('sha256', asked, 'base64url') : asked;
}

/** The member of Cache-Status for the operation that ran with this context. */
export function cacheStatusOf(context: object): string {
  const { status, isStored } = lookups.get(context) ?? { status: { status: 'bypass' as const }, isStored: false };
  return cacheStatus('concentric-answers', status, isStored);
}

/** Printed once a document, which Apollo Server keeps as long as it is asked. */
export function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}

/** As textOf: of one text there is one, whatever document node it was printed from. */
function digestOf(document: DocumentNode): string {
  const known = digests.get(document);
  if (known !== undefined) return known;
  const digest = hash('sha256', textOf(document), 'base64url');
  digests.set(document, digest);
  return digest;
}

const texts = new WeakMap<DocumentNode, string>();
const digests = new WeakMap<DocumentNode, string>();
const lookups = new WeakMap<object, Lookup>();

function lookupOf(store: AnswerStore, context: object): Cache {
  const lookup = new Lookup(store);
  lookups.set(context, lookup);
  return lookup;
}

/** The store as one request asks it. */
class Lookup implements Cache {
  status: CacheStatus = { status: 'bypass' };
  isStored = false;

  constructor(private readonly store: AnswerStore) {}

  get(key: string): ExecutionResult | null | Promise<ExecutionResult | null> {
    const found = this.store.find(key);
    if (found.status === 'hit' || !this.store.isShared) return this.resultOf(key, found);
    return this.store.findShared(key).then((shared) => this.resultOf(key, shared.status === 'miss' ? found : shared));
  }

  set(key: string, { data }: ExecutionResult): void {
    const versions = versionsSoFar();
    if (versions === null || data == null) return;
    const kept = this.store.keep(key, versions, 'application/json', Buffer.from(writeData(data)));
    this.isStored = kept !== null;
  }

  /** Only by its own invalidation does the plugin ask for that. */
  invalidate(): never {
    throw new Error('answers are dropped by Caches.dropDataset');
  }

  private resultOf(key: string, found: Found): ExecutionResult | null {
    this.status = found;
    if (found.status !== 'hit') return null;
    noteVersions(found.answer.versions);
    return { data: dataFromText(this.store.textOf(key, found.answer)) };
  }
}
