import { describe, expect, it } from 'vitest';
import { authenticateBy } from '../../src/access/authenticate.js';
import { ANONYMOUS } from '../../src/model/principal.js';
import { apiKeys, keys } from '../support/api-keys.js';

const authenticate = authenticateBy(apiKeys);

describe('a request', () => {
  it.each(['READER', 'EDITOR', 'ADMIN'] as const)('with the key of a %s comes from one', (role) => {
    const principal = { id: `${role}:${role.toLowerCase()}`, role };
    expect(authenticate({ authorization: `Bearer ${keys[role]}` })).toEqual(principal);
    expect(authenticate({ authorization: `bearer  ${keys[role]} ` })).toEqual(principal);
    expect(authenticate({ 'x-api-key': keys[role] })).toEqual(principal);
  });

  it('may carry the credentials of a proxy beside its key', () => {
    const headers = { authorization: 'Basic dXNlcjpwYXNz', 'x-api-key': keys.READER };
    expect(authenticate(headers).role).toBe('READER');
  });

  it.each([
    {},
    { authorization: '' },
    { authorization: keys.ADMIN },
    { authorization: `Basic ${keys.ADMIN}` },
    { authorization: 'Bearer ' },
    { authorization: `Bearer ${keys.ADMIN}x` },
    { authorization: `Bearer ${keys.ADMIN} x` },
    { authorization: `Bearer ${apiKeys[2]!.sha256}` },
    { 'x-api-key': '' },
    { 'x-api-key': keys.ADMIN.toUpperCase() },
    { 'x-api-key': `${keys.ADMIN}, ${keys.ADMIN}` },
    { 'x-api-key': 'x'.repeat(15_000) },
  ])('with the headers %j comes from nobody', (headers) => {
    expect(() => authenticate(headers)).toThrow(
      expect.objectContaining({
        statusCode: 401,
        code: 'UNAUTHENTICATED',
        message: expect.stringContaining('x-api-key'),
      }),
    );
  });

  it('comes from anyone where there are no keys, whatever it carries', () => {
    expect(authenticateBy([])({})).toBe(ANONYMOUS);
    expect(authenticateBy([])({ authorization: 'Bearer of bad news' })).toBe(ANONYMOUS);
  });
});

it('every key has a principal of its own, another one in another role', () => {
  const key = { name: 'a', sha256: apiKeys[0]!.sha256 };
  const id = (role: 'READER' | 'ADMIN', name = 'a') =>
    authenticateBy([{ ...key, name, role }])({ 'x-api-key': keys.READER }).id;
  expect(new Set([id('READER'), id('ADMIN'), id('READER', 'b'), ANONYMOUS.id]).size).toBe(4);
});
