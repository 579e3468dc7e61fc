import { ConcentricError } from '../model/errors.js';

/**
 * SQLSTATE classes and codes of a server that cannot do the work now: connection exceptions, deadlocks and serialization,
 * insufficient resources (too many connections, disk full), operator intervention (shutdown, starting up, cancelled), system
 * errors, a server that is a standby, and a transaction that this process left open for too long.
 */
const UNAVAILABLE = /^(08|40|53|57|58|25006|25P03|28)/;
const SQLSTATE = /^[0-9A-Z]{5}$/;

const ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at the address of DATABASE_URL',
  ENOTFOUND: 'the host of DATABASE_URL is not known',
  EAI_AGAIN: 'the host of DATABASE_URL cannot be looked up',
  ECONNRESET: 'the connection was cut',
  ETIMEDOUT: 'the server does not answer',
  '25006': 'the server is a standby; DATABASE_URL must name the primary',
  '28P01': 'the server rejects the password of DATABASE_URL',
  '28000': 'the server rejects the user of DATABASE_URL',
  '53300': 'the server has too many connections: lower DATABASE_POOL_SIZE or raise its max_connections',
  '53100': 'the disk of the server is full',
  '57P01': 'the server is shutting down',
  '57P03': 'the server is starting',
};

/** Whether the connection failed without a word of the server. Another one may work. */
export function isConnectionFailure(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === undefined || code === 'ECONNRESET' || code === 'EPIPE' || code === 'ETIMEDOUT';
}

/** STORAGE_UNAVAILABLE for an error that comes from the server being away; any other error unchanged. */
export function unavailable(doing: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ConcentricError) return error;
  const { code } = error as { code?: string };
  const isOfServer = code !== undefined && SQLSTATE.test(code);
  if (isOfServer && !UNAVAILABLE.test(code)) return error;
  const advice = ADVICE[code ?? ''] ?? 'the server does not answer as it should';
  return databaseUnavailable(doing, advice, error);
}

export function databaseUnavailable(doing: string, why: string, cause?: unknown): ConcentricError {
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `${doing} failed, because PostgreSQL is not available: ${why}. Try again shortly.`,
    {},
    { cause },
  );
}
