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

it('counts each change that another process wrote, once', async () => {
  const counts = [watch.changeCounter(), watch.changeCounter()];
  expect(counts[1]).toBe(counts[0]);
  for (let revision = 2; revision < 5; revision++) {
    await new ChangeLog(path).append('ds_a', revision);
    const count = watch.changeCounter();
    expect(counts).not.toContain(count);
    expect(watch.changeCounter()).toBe(count);
    counts.push(count);
  }
});

it('counts the replacement of a long log, and then the changes in the new one', async () => {
  writeFileSync(path, 'ds_a 1\n'.repeat(200_000));
  const before = watch.changeCounter();
  await new ChangeLog(path).open('second');
  const replaced = watch.changeCounter();
  await new ChangeLog(path).append('ds_a', 2);
  expect(new Set([before, replaced, watch.changeCounter()]).size).toBe(3);
});

it('detects a folder that was replaced by another', async () => {
  const before = watch.changeCounter();
  renameSync(folder, `${folder}.old`);
  try {
    const other = mkdtempSync(join(tmpdir(), 'concentric-log-'));
    writeFileSync(join(other, 'catalog.log'), '');
    renameSync(other, folder);
    await expect.poll(() => watch.changeCounter(), { timeout: 3_000 }).not.toBe(before);
  } finally {
    rmSync(`${folder}.old`, { recursive: true });
  }
});

it('throws while there is no log and recovers once there is one again', async () => {
  const before = watch.changeCounter();
  rmSync(path);
  expect(() => watch.changeCounter()).toThrow('ENOENT');
  await new ChangeLog(path).open('third');
  expect(watch.changeCounter()).not.toBe(before);
});
