import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LinkQuery, signedLinks } from '../../src/access/artifact-links.js';
import { createAuthenticate } from '../../src/access/authenticate.js';
import { collectVersions, isFresh } from '../../src/cache/answer-versions.js';
import { keptSecret } from '../../src/storage/kept-secret.js';
import { apiKeys, bearer } from '../support/api-keys.js';

const PATH = '/artifacts/ds_0123456789abcdefghijkl/3/0123456789abcdef0123456789abcdef.csv';
const HOUR = 3_600_000;
/** Half past eight. */
const START = Date.UTC(2024, 2, 31, 8, 30);
const secret = 's'.repeat(32);

let now = START;
const authenticate = createAuthenticate({ apiKeys, allowAnonymous: false, publicUrl: null });
const links = signedLinks({ secret, seconds: 3600, authenticate, now: () => now });

function made(at = START): { link: LinkQuery & { expires: string; signature: string }; expiresAt: string } {
  now = at;
  const { path, expiresAt } = links.make(PATH);
  const { pathname, searchParams } = new URL(path, 'http://here');
  expect(pathname).toBe(PATH);
  return { link: Object.fromEntries(searchParams) as never, expiresAt: expiresAt! };
}

function follow(link: LinkQuery, { at = START, path = PATH, headers = {} } = {}): string {
  now = at;
  try {
    links.admit(path, link, headers);
    return 'open';
  } catch (error) {
    const { statusCode, code } = error as { statusCode: number; code: string };
    return `${statusCode} ${code}`;
  }
}

describe('a signed link', () => {
  it('is valid until its expiry, at least one hour and at most two', () => {
    for (const minute of [0, 1, 29, 30, 31, 59.99]) {
      const at = Date.UTC(2024, 2, 31, 8) + minute * 60_000;
      const { link, expiresAt } = made(at);
      expect(expiresAt).toBe('2024-03-31T10:00:00.000Z');
      expect(follow(link, { at: Date.UTC(2024, 2, 31, 10) - 1 })).toBe('open');
      expect(follow(link, { at: Date.UTC(2024, 2, 31, 10) })).toBe('403 LINK_EXPIRED');
    }
    expect(made(Date.UTC(2024, 2, 31, 9)).expiresAt).toBe('2024-03-31T11:00:00.000Z');
  });

  it('is signed with HMAC-SHA-256 over path and expiry', () => {
    const { link } = made();
    const signature = createHmac('sha256', secret).update(`artifact\n${PATH}\n${link.expires}`).digest('base64url');
    expect(link.signature).toBe(signature);
  });

  it('opens no other file, does not outlive its expiry, and cannot be made without the secret', () => {
    const { link } = made();
    const foreign = createHmac('sha256', 'x').update(`artifact\n${PATH}\n${link.expires}`).digest('base64url');
    expect(follow(link, { path: PATH.replace('.csv', '.json') })).toBe('403 LINK_INVALID');
    expect(follow({ ...link, expires: String(Number(link.expires) + 1) })).toBe('403 LINK_INVALID');
    for (const signature of ['', foreign, link.signature.slice(1), `${link.signature}A`, '�', 'x'.repeat(10_000)]) {
      expect(follow({ ...link, signature }), signature).toBe('403 LINK_INVALID');
    }
  });

  it('is required only without a key', () => {
    const { link } = made();
    expect(follow({})).toBe('401 UNAUTHENTICATED');
    expect(follow({ expires: link.expires })).toBe('401 UNAUTHENTICATED');
    expect(follow({ expires: [link.expires], signature: link.signature })).toBe('401 UNAUTHENTICATED');
    expect(follow({}, { headers: bearer('READER') })).toBe('open');
    expect(follow({ ...link, signature: '' }, { headers: bearer('READER') })).toBe('open');
    expect(follow(link, { at: START + 9 * HOUR, headers: bearer('READER') })).toBe('open');
    expect(follow(link, { at: START + 9 * HOUR, headers: { 'x-api-key': 'wrong' } })).toBe('403 LINK_EXPIRED');
    expect(follow(link, { headers: { 'x-api-key': 'wrong' } })).toBe('open');
  });

  it('is valid for an hour longer than each answer that carries it', async () => {
    now = START;
    const { versions } = await collectVersions(() => links.make(PATH));
    const catalog = { isCurrent: () => true, generation: () => '' };
    const nine = Date.UTC(2024, 2, 31, 9);
    expect(isFresh(versions, catalog, nine - 1)).toBe(true);
    expect(isFresh(versions, catalog, nine)).toBe(false);
    expect(Date.parse(made(nine - 1).expiresAt)).toBe(nine + HOUR);
  });
});

describe('the secret that is kept with the data', () => {
  it('is shared by all processes, including those that start at the same time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'concentric-secret-'));
    const path = join(folder, 'link-secret');
    const temporary = await Promise.all(Array.from({ length: 8 }, () => mkdtemp(join(folder, 'tmp-'))));
    const secrets = await Promise.all(temporary.map((own) => keptSecret(path, own, 'LINK_SECRET')));
    expect(new Set(secrets).size).toBe(1);
    expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(await keptSecret(path, temporary[0]!, 'LINK_SECRET')).toBe(secrets[0]);
    expect(await readFile(path, 'utf8')).toBe(secrets[0]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, '');
    await expect(keptSecret(path, temporary[0]!, 'LINK_SECRET')).rejects.toThrow(
      `${path} does not contain a valid secret`,
    );
    await rm(folder, { recursive: true });
  });
});
