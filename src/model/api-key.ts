import { Role } from './principal.js';

/** A key as the service knows it: never the key itself. */
export interface ApiKey {
  name: string;
  role: Role;
  /** Hexadecimal. Keys have 256 random bits, so a fast hash is as secure as a slow one. */
  sha256: string;
}

const ENTRY = /^([\w.@-]{1,64}):(reader|editor|admin):([0-9a-f]{64})$/i;

/** `name:role:sha256`, separated by commas or white space; null where an entry is malformed or a name is repeated. */
export function readApiKeys(text: string): ApiKey[] | null {
  const keys: ApiKey[] = [];
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name, role, sha256] = ENTRY.exec(entry) ?? [];
    if (!name || !role || !sha256 || keys.some((key) => key.name === name)) return null;
    keys.push({ name, role: Role[role.toUpperCase() as Role], sha256: sha256.toLowerCase() });
  }
  return keys;
}

export function apiKeyEntry({ name, role, sha256 }: ApiKey): string {
  return `${name}:${role.toLowerCase()}:${sha256}`;
}
