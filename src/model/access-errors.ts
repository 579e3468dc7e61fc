import { ConcentricError } from './errors.js';
import type { Principal, Role } from './principal.js';

/** `what` begins the sentence: "deleteDataset needs the role admin, …". */
export function forbidden(what: string, needed: Role, { role }: Principal): ConcentricError {
  const names = { needed: needed.toLowerCase(), got: role.toLowerCase() };
  return new ConcentricError(
    'FORBIDDEN',
    `${what} needs the role ${names.needed}, and the key sent has ${names.got}. Ask the operator of this service for a key of that role.`,
    names,
  );
}
