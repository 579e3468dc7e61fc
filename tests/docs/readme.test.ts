import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hasShell = ['sh', 'curl'].every((command) => spawnSync(command, ['--version']).error === undefined);

/** Commands of the README that have their answer beneath, in its order. */
const examples = [
  ...readFileSync(`${root}/README.md`, 'utf8').matchAll(/```sh\n((?:(?!```).)*)```\n\n```json\n(.*?)```/gs),
].map(([, command, answer]) => ({ command: command!, answer: answer! }));

describe.runIf(hasShell)('the README', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('has a first file and a first answer', () => {
    expect(examples).toHaveLength(2);
  });

  it.each(examples)('shows what comes of $command', async ({ command, answer }) => {
    const here = command.replace('http://localhost:4000', app.url);
    expect(here).not.toBe(command);
    const { stdout } = await promisify(execFile)('sh', ['-c', here], { cwd: root });
    const anyId = (text: string) => text.replaceAll(/\bds_[0-9a-z]+/g, 'ds_1');
    expect(JSON.parse(anyId(stdout))).toEqual(JSON.parse(anyId(answer)));
  });
});
