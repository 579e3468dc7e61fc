/** In ascending order: each role includes the permissions of the roles before it. */
export const Role = { READER: 'READER', EDITOR: 'EDITOR', ADMIN: 'ADMIN' } as const;
export type Role = keyof typeof Role;

/** The caller of a request. */
export interface Principal {
  /** Stable across restarts and unique per key and role, so that cached answers can be keyed by it alone. */
  readonly id: string;
  readonly role: Role;
}

/** The caller of a service without API keys. Everything is allowed, as on a local machine. */
export const ANONYMOUS: Principal = Object.freeze({ id: 'ADMIN:', role: 'ADMIN' });

const ranks = { READER: 1, EDITOR: 2, ADMIN: 3 } satisfies Record<Role, number>;

export function mayActAs({ role }: Principal, needed: Role): boolean {
  return ranks[role] >= ranks[needed];
}
