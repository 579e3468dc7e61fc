import { Extensions } from 'type-graphql';
import type { Role } from '../src/model/principal.js';

/** The role a root field requires if keys are set; src/graphql/roles.ts enforces it. */
export function NeedsRole(role: Role) {
  return Extensions({ role });
}
