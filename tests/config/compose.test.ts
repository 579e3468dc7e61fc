import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configTable, parseConfig } from '../../src/config.js';

/** The variables of a block such as `x-environment`, with what Compose puts in for `${NAME:-default}`. */
function environmentOf(file: string, block: RegExp): Record<string, string> {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const [, lines = ''] = block.exec(text) ?? [];
  const entries = [...lines.matchAll(/^ +([A-Z][A-Z0-9_]+): (.*)$/gm)].map(([, name, value]) => {
    const given = value!
      .replace(/\$\{\w+:-([^}]*)\}/g, '$1')
      .replace(/\$\{(\w+):\?[^}]*\}/g, (_all, secret: string) => `${secret}-`.repeat(4));
    return [name!, given];
  });
  return Object.fromEntries(entries);
}

describe('the variables of a Compose file', () => {
  const files = {
    'compose.yaml': /^ {2}concentric:\n[\s\S]*?environment:\n((?: {6}.*\n)+)/m,
    'deploy/compose.yaml': /^x-environment: &environment\n((?: {2}.*\n)+)/m,
  };

  it.each(Object.entries(files))('of %s exist, and have values that the service accepts', (file, block) => {
    const environment = environmentOf(file, block);
    expect(Object.keys(environment).length).toBeGreaterThan(4);
    for (const name of Object.keys(environment)) expect(configTable()).toContain(`| \`${name}\` |`);
    const config = parseConfig({ HOST: '0.0.0.0', ...environment });
    expect(config.redis).not.toBeNull();
    expect(config.s3Bucket === null).toBe(config.databaseUrl === null);
  });

  it('start two hosts that serve, two that read files, and one that migrates', () => {
    const environment = environmentOf('deploy/compose.yaml', files['deploy/compose.yaml']);
    const text = readFileSync(new URL('../../deploy/compose.yaml', import.meta.url), 'utf8');
    const roles = [...text.matchAll(/ROLE: (\w+)/g)].map(([, role]) => role!);
    expect(roles).toEqual(['web', 'web', 'worker', 'worker', 'migrate']);
    for (const ROLE of roles) expect(parseConfig({ HOST: '0.0.0.0', ...environment, ROLE }).role).toBe(ROLE);
  });
});
