import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createAuthenticate } from '../../src/access/authenticate.js';
import { parseConfig } from '../../src/config.js';

const script = fileURLToPath(new URL('../../scripts/key.mjs', import.meta.url));

function run(...args: string[]) {
  return spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
}

describe('npm run key', () => {
  it('prints an entry that accepts the key it makes', () => {
    const { stdout, status } = run('front-end', 'editor');
    const [key, entry] = stdout.match(/^ {2}\S+$/gm)!.map((line) => line.trim());
    expect(status).toBe(0);
    expect(key).toMatch(/^cnc_[\w-]{43}$/);
    expect(entry).toBe(`front-end:editor:${createHash('sha256').update(key!).digest('hex')}`);
    const authenticate = createAuthenticate(parseConfig({ API_KEYS: entry }));
    expect(authenticate({ authorization: `Bearer ${key}` })).toEqual({ id: 'EDITOR:front-end', role: 'EDITOR' });
  });

  it.each([[], ['front-end'], ['front-end', 'owner'], ['front end', 'reader'], ['a', 'reader', 'b']])(
    'says how it is called where it is called with %j',
    (...args) => {
      const { stdout, stderr, status } = run(...args);
      expect(stdout).toBe('');
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect(stderr).toContain('npm run key -- <name> <role>');
      expect(status).toBe(1);
    },
  );
});
