import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startApp, type TestApp } from '../support/app.js';

const client = fileURLToPath(new URL('../../clients/typescript/', import.meta.url));
const page = readFileSync(join(client, 'README.md'), 'utf8');

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ SAMPLE_DATA: 'true' });
  // Another dataset of that name: the program must find the sample all the same.
  await app.upload({ content: 'customer;amount\nA;1\n', fileName: 'sales.csv' });
});
afterAll(() => app.close());

it('the first typed query of the client prints the output that its page shows', async () => {
  const [, program = '', output = ''] = /```ts\n(\/\/ first\.ts\n.*?)```.*?```\n(.*?)```/s.exec(
    page.replace(/```sh\nnpx tsc first\.ts.*?```\n/s, ''),
  )!;
  // Inside the repository, so that its imports are found.
  const folder = mkdtempSync(join(client, '../../dist/first-'));
  writeFileSync(
    join(folder, 'first.ts'),
    program.replace('@concentric/client', join(client, 'index.ts')).replace('http://127.0.0.1:4000', app.url),
  );
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  await import(join(folder, 'first.ts'));
  const printed = log.mock.calls.map(([line]) => `${line}\n`).join('');
  log.mockRestore();
  rmSync(folder, { recursive: true });
  expect(printed).toBe(output);
});
