import { Extensions } from 'type-graphql';
import type { Role } from '../src/model/principal.js';

/** The least role a root field needs where keys are set; src/graphql/roles.ts holds every operation to it. */
export function NeedsRole(role: Role) {
  return Extensions({ role });
}
