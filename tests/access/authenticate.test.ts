import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../src/access/authenticate.js';
import { ANONYMOUS } from '../../src/model/principal.js';
import { apiKeys, keys } from '../support/api-keys.js';

const rules = { apiKeys, allowAnonymous: false, publicUrl: null };
const authenticate = createAuthenticate(rules);

describe('a request', () => {
  it.each(['READER', 'EDITOR', 'ADMIN'] as const)('a request with the key of a %s has that role', (role) => {
    const principal = { id: `${role}:${role.toLowerCase()}`, role };
    expect(authenticate({ authorization: `Bearer ${keys[role]}` })).toEqual(principal);
    expect(authenticate({ authorization: `bearer  ${keys[role]} ` })).toEqual(principal);
    expect(authenticate({ 'x-api-key': keys[role] })).toEqual(principal);
  });

  it('accepts the credentials of a proxy beside the key', () => {
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
});

it('each key has its own principal, and another one in another role', () => {
  const key = { name: 'a', sha256: apiKeys[0]!.sha256 };
  const id = (role: 'READER' | 'ADMIN', name = 'a') =>
    createAuthenticate({ ...rules, apiKeys: [{ ...key, name, role }] })({ 'x-api-key': keys.READER }).id;
  expect(new Set([id('READER'), id('ADMIN'), id('READER', 'b'), ANONYMOUS.id]).size).toBe(4);
});

describe('without keys', () => {
  const local = createAuthenticate({ ...rules, apiKeys: [] });

  it.each([
    'localhost',
    'localhost:4000',
    'LOCALHOST:4000',
    'app.localhost:4000',
    '127.0.0.1:4000',
    '127.1.2.3',
    '[::1]:4000',
  ])('a request for %s is let in, whatever it carries', (host) => {
    expect(local({ host })).toBe(ANONYMOUS);
    expect(local({ host, authorization: 'Bearer of bad news' })).toBe(ANONYMOUS);
  });

  it.each([
    'rebound.example:4000',
    'localhost.example',
    '127.0.0.1.example',
    '127.0.0.1@example',
    '192.168.0.10:4000',
    '',
  ])('a request for %s is not, whose page may be anybody’s', (host) => {
    expect(() => local({ host })).toThrow(expect.objectContaining({ statusCode: 421, code: 'MISDIRECTED_REQUEST' }));
  });

  it('accepts a proxy on this machine by the name of PUBLIC_URL', () => {
    const behindProxy = createAuthenticate({ ...rules, apiKeys: [], publicUrl: 'https://data.example.org/api' });
    expect(behindProxy({ host: 'data.example.org' })).toBe(ANONYMOUS);
    expect(behindProxy({ host: 'localhost:4000' })).toBe(ANONYMOUS);
    expect(() => behindProxy({ host: 'other.example.org' })).toThrow('PUBLIC_URL');
  });

  it('accepts every request if the configuration allows it', () => {
    const open = createAuthenticate({ ...rules, apiKeys: [], allowAnonymous: true });
    expect(open({ host: '192.168.0.10:4000' })).toBe(ANONYMOUS);
  });
});
