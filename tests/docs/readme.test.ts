import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const hasShell = ['sh', 'curl'].every((command) => spawnSync(command, ['--version']).error === undefined);

/** The commands of the README that are followed by their answer, in order. */
const examples = [
  ...readFileSync(`${root}/README.md`, 'utf8').matchAll(/```sh\n((?:(?!```).)*)```\n\n```json\n(.*?)```/gs),
].map(([, command, answer]) => ({ command: command!, answer: answer! }));

describe.runIf(hasShell)('the README', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    // Other datasets, as readers have them: the examples must not depend on an empty storage.
    await app.upload({ content: 'supplier;total\nX;1\n', fileName: 'all suppliers.csv' });
  });
  afterAll(() => app.close());

  it('has an upload and a first query', () => {
    expect(examples).toHaveLength(2);
  });

  it.each(examples)('shows the answer to $command', async ({ command, answer }) => {
    const onTestServer = command.replace('http://localhost:4000', app.url);
    expect(onTestServer).not.toBe(command);
    const { stdout } = await promisify(execFile)('sh', ['-c', onTestServer], { cwd: root });
    const anyId = (text: string) => text.replaceAll(/\bds_[0-9a-z]+/g, 'ds_1');
    expect(JSON.parse(anyId(stdout))).toMatchObject(JSON.parse(anyId(answer)));
  });

  it('gives the same first answer when the file was uploaded twice', async () => {
    const [upload, query] = examples.map(({ command }) => command.replace('http://localhost:4000', app.url));
    await promisify(execFile)('sh', ['-c', upload!], { cwd: root });
    const { stdout } = await promisify(execFile)('sh', ['-c', query!], { cwd: root });
    expect(JSON.parse(stdout)).toMatchObject(JSON.parse(examples[1]!.answer));
  });
});
