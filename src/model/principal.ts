/** From the least to the most: each may do what those before it may. */
export const Role = { READER: 'READER', EDITOR: 'EDITOR', ADMIN: 'ADMIN' } as const;
export type Role = keyof typeof Role;

/** Who asks. */
export interface Principal {
  /** Stable over restarts, and another for another key or another role: by it alone an answer may be remembered. */
  readonly id: string;
  readonly role: Role;
}

/** Whoever asks where no keys are set: as on one's own machine, everything is allowed. */
export const ANONYMOUS: Principal = Object.freeze({ id: 'ADMIN:', role: 'ADMIN' });

const ranks = { READER: 1, EDITOR: 2, ADMIN: 3 } satisfies Record<Role, number>;

export function mayActAs({ role }: Principal, needed: Role): boolean {
  return ranks[role] >= ranks[needed];
}
