import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { createLayout } from '../../src/storage/layout.js';
import { Processes } from '../../src/storage/processes.js';
import { openStorage, temporaryStorage } from '../catalog/open-storage.js';

/** A process that joins the storage, prints its name and waits to be killed. */
async function joinElsewhere(storageDir: string) {
  const script = new URL('children/join.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, storageDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [owner] = await once(child.stdout.setEncoding('utf8'), 'data');
  return { child, owner: String(owner).trim() };
}

it('treats a process as alive until it is killed', async () => {
  const dir = await temporaryStorage();
  const { processes, layout } = await openStorage(dir);
  const { child, owner } = await joinElsewhere(dir);
  expect(await processes.isAlive(processes.owner)).toBe(true);
  expect(await processes.isAlive(owner)).toBe(true);

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await processes.isAlive(owner)).toBe(false);

  await processes.sweep();
  expect(await readdir(layout.processes)).toEqual([`${processes.owner}.json`]);
});

it('treats a process that has left as dead', async () => {
  const dir = await temporaryStorage();
  const { processes } = await openStorage(dir);
  const other = await Processes.join(createLayout(dir));
  expect(await processes.isAlive(other.owner)).toBe(true);
  await other.leave();
  expect(await processes.isAlive(other.owner)).toBe(false);
});

it('distinguishes a process from an earlier one with the same pid', async () => {
  const dir = await temporaryStorage();
  const { processes, layout } = await openStorage(dir);
  const mine = JSON.parse(await readFile(layout.process(processes.owner), 'utf8'));
  expect(mine).toMatchObject({ pid: process.pid, start: expect.stringMatching(/^\d+$/) });
  await writeFile(layout.process('host-1-earlier'), JSON.stringify({ ...mine, start: '1' }));
  expect(await processes.isAlive('host-1-earlier')).toBe(false);
});

it('treats a process of another host as alive while its heartbeat continues', async () => {
  const dir = await temporaryStorage();
  const { processes, layout } = await openStorage(dir);
  const file = layout.process('elsewhere-1-abc');
  await writeFile(file, JSON.stringify({ host: 'elsewhere', pid: process.pid, start: '1' }));
  expect(await processes.isAlive('elsewhere-1-abc')).toBe(true);
  const longAgo = new Date(Date.now() - 61_000);
  await utimes(file, longAgo, longAgo);
  expect(await processes.isAlive('elsewhere-1-abc')).toBe(false);
});

it.each(['', '{"host":', '[]'])(
  'a file that holds %j, as a power cut leaves it, keeps nobody from starting',
  async (text) => {
    const dir = await temporaryStorage();
    const { processes, layout } = await openStorage(dir);
    const file = layout.process('elsewhere-1-abc');
    await writeFile(file, text);
    expect(await processes.isAlive('elsewhere-1-abc')).toBe(true);
    const longAgo = new Date(Date.now() - 61_000);
    await utimes(file, longAgo, longAgo);
    await processes.sweep();
    expect(await readdir(layout.processes)).toEqual([`${processes.owner}.json`]);
  },
);

it('registers again after another process removed its file', async () => {
  const layout = createLayout(await temporaryStorage());
  const suspended = await Processes.join(layout, 20);
  const other = await Processes.join(layout);
  await rm(layout.process(suspended.owner));
  expect(await other.isAlive(suspended.owner)).toBe(false);
  await expect.poll(() => other.isAlive(suspended.owner)).toBe(true);
  await suspended.leave();
  await other.leave();
});
