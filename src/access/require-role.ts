import { forbidden } from '../model/access-errors.js';
import { HttpError } from '../model/http-error.js';
import { mayActAs, type Principal, type Role } from '../model/principal.js';

/** For routes outside of GraphQL: `requireRole(authenticate(headers), 'ADMIN', '/metrics')`. @throws HttpError FORBIDDEN */
export function requireRole(principal: Principal, needed: Role, what: string): void {
  if (mayActAs(principal, needed)) return;
  const { code, message } = forbidden(what, needed, principal);
  throw new HttpError(403, code, message);
}
