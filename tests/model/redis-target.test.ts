import { describe, expect, it } from 'vitest';
import { readRedisUrl } from '../../src/model/redis-target.js';

const open = { username: undefined, password: undefined, db: 0, tls: false };

describe('a Redis URL', () => {
  it.each([
    ['redis://cache', { ...open, kind: 'single', host: 'cache', port: 6379 }],
    ['redis://127.0.0.1:7000/3', { ...open, kind: 'single', host: '127.0.0.1', port: 7000, db: 3 }],
    [
      'rediss://me:p%40ss@[::1]:6380',
      { kind: 'single', host: '::1', port: 6380, username: 'me', password: 'p@ss', db: 0, tls: true },
    ],
    ['redis://:secret@cache/', { ...open, kind: 'single', host: 'cache', port: 6379, password: 'secret' }],
    [
      'redis+sentinel://a:1,b/main/2',
      {
        ...open,
        kind: 'sentinel',
        sentinels: [
          { host: 'a', port: 1 },
          { host: 'b', port: 26_379 },
        ],
        master: 'main',
        db: 2,
      },
    ],
    [
      'rediss+cluster://u:p@a:1,b:2',
      {
        kind: 'cluster',
        nodes: [
          { host: 'a', port: 1 },
          { host: 'b', port: 2 },
        ],
        username: 'u',
        password: 'p',
        db: 0,
        tls: true,
      },
    ],
  ])('%s is parsed', (url, target) => {
    expect(readRedisUrl(url)).toEqual(target);
  });

  it.each([
    'http://cache',
    'redis://',
    'redis://cache:0',
    'redis://cache:99999',
    'redis://a,b',
    'redis://cache/name',
    'redis://:%zz@cache',
    'redis+sentinel://a:1',
    'redis+cluster://a/1',
    'cache:6379',
  ])('%s is rejected', (url) => {
    expect(readRedisUrl(url)).toBeNull();
  });
});
