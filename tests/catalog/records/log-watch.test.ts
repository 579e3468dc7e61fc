import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ChangeLog } from '../../../src/catalog/records/change-log.js';
import { LogWatch } from '../../../src/catalog/records/log-watch.js';

let folder: string;
let path: string;
let watch: LogWatch;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concentric-log-'));
  path = join(folder, 'catalog.log');
  await new ChangeLog(path).open('first');
  watch = new LogWatch(path);
});
afterEach(() => {
  watch.close();
  rmSync(folder, { recursive: true, force: true });
});

it('tells of each change that another process wrote, once', async () => {
  const moments = [watch.moment(), watch.moment()];
  expect(moments[1]).toBe(moments[0]);
  for (let revision = 2; revision < 5; revision++) {
    await new ChangeLog(path).append('ds_a', revision);
    const moment = watch.moment();
    expect(moments).not.toContain(moment);
    expect(watch.moment()).toBe(moment);
    moments.push(moment);
  }
});

it('tells of a log that a process replaced since it had grown long, and then of what is written to that', async () => {
  writeFileSync(path, 'ds_a 1\n'.repeat(200_000));
  const before = watch.moment();
  await new ChangeLog(path).open('second');
  const replaced = watch.moment();
  await new ChangeLog(path).append('ds_a', 2);
  expect(new Set([before, replaced, watch.moment()]).size).toBe(3);
});

it('notices a folder that was put in the place of this one', async () => {
  const before = watch.moment();
  renameSync(folder, `${folder}.old`);
  try {
    const other = mkdtempSync(join(tmpdir(), 'concentric-log-'));
    writeFileSync(join(other, 'catalog.log'), '');
    renameSync(other, folder);
    await expect.poll(() => watch.moment(), { timeout: 3_000 }).not.toBe(before);
  } finally {
    rmSync(`${folder}.old`, { recursive: true });
  }
});

it('throws where there is no log, and goes on where there is one again', async () => {
  const before = watch.moment();
  rmSync(path);
  expect(() => watch.moment()).toThrow('ENOENT');
  await new ChangeLog(path).open('third');
  expect(watch.moment()).not.toBe(before);
});
