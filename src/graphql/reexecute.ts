import type { ApolloServer } from '@apollo/server';
import type { Context } from '../../resolvers/context.js';
import { type AnswerVersions, collectVersions } from '../cache/answer-versions.js';
import type { Log } from '../model/log.js';
import type { Principal, Role } from '../model/principal.js';
import { inRequestScope } from '../telemetry/request-scope.js';
import { operationKey } from './response-cache.js';
import { stringifyResult, writeData } from './written-data.js';

export interface AskedOperation {
  /** Whose answer it is. */
  principalId: string;
  query: string;
  operationName?: string;
  variables?: Record<string, unknown>;
}

export interface AnswerAnew {
  /** The whole answer, as it is sent. */
  body: string;
  /** The data alone, and what that is kept by. */
  data: string;
  operationKey: string;
  versions: AnswerVersions;
}

/** Answers an operation as if nothing were kept of its answer; null where it has errors now. */
export async function answerAnew(
  server: ApolloServer<Context>,
  contextOf: (request: { id: string; principal: Principal }) => Context,
  { principalId, ...request }: AskedOperation,
  log: Log,
): Promise<AnswerAnew | null> {
  const principal = { id: principalId, role: principalId.split(':', 1)[0] as Role };
  const contextValue = contextOf({ id: 'audit', principal });
  const scope = { requestId: 'audit', log, noteOperation: () => {}, isMadeAnew: true };
  const { result, versions } = await collectVersions(() =>
    inRequestScope(scope, () => server.executeOperation(request, { contextValue })),
  );
  if (result.body.kind !== 'single') return null;
  const { data, errors, extensions } = result.body.singleResult;
  if (errors !== undefined || data == null) return null;
  return {
    data: writeData(data),
    body: stringifyResult({ data, extensions }),
    operationKey: operationKey(principalId, request),
    versions,
  };
}
