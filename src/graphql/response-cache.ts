import { hash } from 'node:crypto';
import type { Plugin } from '@envelop/core';
import { type Cache, useResponseCache } from '@envelop/response-cache';
import { type DocumentNode, type ExecutionResult, print } from 'graphql';
import type { Context } from '../../resolvers/context.js';
import { recordVersions, versionsSoFar } from '../cache/answer-versions.js';
import type { Found } from '../cache/answers/answer-memory.js';
import { type CacheStatus, forwardedStatus, hitStatus } from '../cache/answers/cache-status.js';
import type { OperationAnswers } from '../cache/answers/operation-answers.js';
import { type FreshnessCheck, type FreshnessChecks, isStale } from '../cache/freshness-checks.js';
import { canonicalJson, type Json } from '../model/canonical-json.js';
import { isCacheable } from './is-cacheable.js';
import { refuseWithout } from './refusal.js';
import { asWritten, dataFromText, writeData } from './written-data.js';

/** Longer keys are replaced by a digest. */
const MAX_KEY_CHARACTERS = 500;

export interface ResponseCacheOptions {
  answers: OperationAnswers;
  freshnessChecks: FreshnessChecks;
  /** Whether answers report in `extensions.responseCache` what the cache did. */
  inExtensions: boolean;
}

/**
 * Envelop's response cache over OperationAnswers, for queries alone. Ours are the store, the key (synchronous, of the
 * printed document, always with the principal), and the invalidation: Caches drops the answers of a dataset, awaited, when
 * it changes. The plugin's own is not awaited, and knows only the entities that an answer shows.
 */
export function responseCache({ answers, inExtensions }: ResponseCacheOptions): Plugin<Context>[] {
  const cache = useResponseCache<Context>({
    cache: (context) => lookupOf(answers, context),
    session: ({ principal }) => principal.id,
    invalidateViaMutation: false,
    // The plugin needs it for the key alone.
    getDocumentString: ({ document }) => digestOf(document),
    buildResponseCacheKey: ({ documentString, operationName, variableValues, sessionId }) =>
      keyOf(sessionId ?? '', operationName ?? '', documentString, variableValues),
    shouldCacheResult: ({ result }) => isCacheable(result),
    includeExtensionMetadata: inExtensions,
  });
  return [withoutEntities, cache];
}

/**
 * The plugin executes another document, which selects the type and id of every object too, and walks through the result to
 * collect and remove them. They are not needed here: the document is executed as it was sent, and a cacheable result is
 * passed on as text, which the plugin does not walk through.
 *
 * Nothing is executed without the authority: stale answers are those that are cached.
 */
const withoutEntities: Plugin<Context> = {
  onExecute({ args: { document }, executeFn, setExecuteFn }) {
    setExecuteFn(async (args) => {
      const freshnessCheck = freshnessCheckOf(args.contextValue);
      if (freshnessCheck !== null && isStale(freshnessCheck)) refuseWithout(freshnessCheck.error);
      const result: ExecutionResult = await executeFn({ ...args, document });
      return isCacheable(result) ? { ...result, data: asWritten(result.data!) } : result;
    });
  },
};

function keyOf(principalId: string, operationName: string, digest: string, variables?: object | null): string {
  // Variables were parsed from JSON.
  const text = canonicalJson([principalId, operationName, digest, { ...variables } as Json]);
  return text.length > MAX_KEY_CHARACTERS ? hash('sha256', text, 'base64url') : text;
}

/** The member of Cache-Status for the operation that ran with this context. */
export function cacheStatusOf(context: object): string {
  const { status, isStored } = lookups.get(context) ?? { status: { status: 'bypass' as const }, isStored: false };
  if (status.status !== 'hit') return forwardedStatus('concentric-answers', status, isStored);
  return hitStatus('concentric-answers', status, freshnessChecks.get(context)!);
}

/** Call before the operation of a context runs. */
export function recordFreshnessCheck(context: object, freshnessCheck: FreshnessCheck): void {
  freshnessChecks.set(context, freshnessCheck);
}

/** Null where the operation of the context is not cached, such as a mutation. */
export function freshnessCheckOf(context: object): FreshnessCheck | null {
  return freshnessChecks.get(context) ?? null;
}

/** A document as printed, once per document: Apollo Server keeps those that are in use. */
export function textOf(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const text = print(document);
  texts.set(document, text);
  return text;
}

/** Of textOf: the same for every document that prints alike. */
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
const freshnessChecks = new WeakMap<object, FreshnessCheck>();

function lookupOf(answers: OperationAnswers, context: object): Cache {
  const lookup = new Lookup(answers);
  lookups.set(context, lookup);
  return lookup;
}

/** The answers as the plugin uses them, for one request. */
class Lookup implements Cache {
  status: CacheStatus = { status: 'bypass' };
  isStored = false;

  constructor(private readonly answers: OperationAnswers) {}

  get(key: string): ExecutionResult | null | Promise<ExecutionResult | null> {
    const found = this.answers.find(key);
    return found instanceof Promise ? found.then((shared) => this.resultOf(shared)) : this.resultOf(found);
  }

  set(key: string, { data }: ExecutionResult): void {
    const versions = versionsSoFar();
    if (versions !== null && data != null) this.isStored = this.answers.store(key, versions, writeData(data));
  }

  /** The plugin calls it only for its own invalidation, which is off. */
  invalidate(): never {
    throw new Error('answers are dropped by Caches.dropDataset');
  }

  private resultOf(found: Found<string>): ExecutionResult | null {
    this.status = found;
    if (found.status !== 'hit') return null;
    recordVersions(found.answer.versions);
    return { data: dataFromText(found.answer.content) };
  }
}
