import { createHash } from 'node:crypto';
import type { ApiKey } from '../../src/model/api-key.js';
import type { Role } from '../../src/model/principal.js';

/** A key for each role, by the hash of node:crypto's other function. */
export const keys = { READER: 'key-of-a-reader', EDITOR: 'key-of-an-editor', ADMIN: 'key-of-an-admin' } as const;

export const apiKeys: ApiKey[] = (Object.keys(keys) as Role[]).map((role) => ({
  name: role.toLowerCase(),
  role,
  sha256: createHash('sha256').update(keys[role]).digest('hex'),
}));

/** As API_KEYS has them. */
export const API_KEYS = apiKeys.map(({ name, role, sha256 }) => `${name}:${role}:${sha256}`).join(',');

export function bearer(role: Role): { authorization: string } {
  return { authorization: `Bearer ${keys[role]}` };
}
