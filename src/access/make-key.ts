import { hash, randomBytes } from 'node:crypto';
import { apiKeyEntry, readApiKeys } from '../model/api-key.js';

/** Secret scanners recognize keys by this prefix. */
const PREFIX = 'cnc_';

/** A new key and its entry for API_KEYS; null where the name or the role is invalid. */
export function makeKey(name: string, role: string): { key: string; entry: string } | null {
  const key = PREFIX + randomBytes(32).toString('base64url');
  const [made] = readApiKeys(`${name}:${role}:${hash('sha256', key)}`) ?? [];
  return made ? { key, entry: apiKeyEntry(made) } : null;
}
