import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const MODULE = new URL('../../dist/src/telemetry/log-destination.js', import.meta.url).href;

let folder: string;
let child: ChildProcess;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'concentric-log-'));
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A process that runs `script` with a destination `log` over `stderr`. */
function start(script: string, stderr: number): ChildProcess {
  const source = `import { StderrDestination } from ${JSON.stringify(MODULE)}; const log = new StderrDestination(); ${script}`;
  child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', stderr] });
  return child;
}

const exitOf = async (process: ChildProcess) => (await once(process, 'exit'))[0] as number | null;

describe('log lines in a file', () => {
  it.each([
    ['ends by itself', ''],
    ['calls process.exit', 'process.exit(0);'],
    ['waited for a flush', 'await log.flush(); process.exit(0);'],
  ])('are complete and in order when the process %s', async (_, end) => {
    const path = join(folder, 'log');
    const fd = openSync(path, 'a');
    const code = await exitOf(start(`for (let n = 0; n < 500; n++) log.write(n + '\\n'); ${end}`, fd));
    closeSync(fd);
    expect(code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(Array.from({ length: 500 }, (_, n) => `${n}\n`).join(''));
  });

  it('are written when a fatal error ends the process', async () => {
    const path = join(folder, 'log');
    const fd = openSync(path, 'a');
    expect(await exitOf(start(`log.write('last words\\n'); throw new Error('fatal');`, fd))).toBe(1);
    closeSync(fd);
    expect(readFileSync(path, 'utf8')).toContain('last words\n');
  });
});

describe('log lines in a pipe without a reader', () => {
  function fifo(): number {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    return openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  }

  it('are dropped and counted beyond a limit, and block neither the event loop nor the exit', async () => {
    const fd = fifo();
    const script = `
      for (let n = 0; n < 40; n++) { log.write('x'.repeat(999_999) + '\\n'); await new Promise((go) => setImmediate(go)); }
      console.log(log.droppedLines > 20 && log.droppedLines < 40);
      await log.flush();
      process.exit(0);`;
    const process = start(script, fd);
    const [said] = (await once(process.stdout!, 'data')) as [Buffer];
    expect(String(said).trim()).toBe('true');
    expect(await exitOf(process)).toBe(0);
    closeSync(fd);
  });

  it('are written again once the pipe is read, with the number of dropped lines', async () => {
    const fd = fifo();
    const script = `
      for (let n = 0; n < 40; n++) log.write('x'.repeat(999_999) + '\\n');
      await new Promise((go) => setTimeout(go, 200));
      console.log('full');
      setInterval(() => log.write('alive\\n'), 20);`;
    const process = start(script, fd);
    await once(process.stdout!, 'data');
    let text = '';
    const buffer = Buffer.alloc(1 << 20);
    await expect
      .poll(
        () => {
          try {
            for (;;) text = (text + buffer.toString('latin1', 0, readSync(fd, buffer))).slice(-10_000);
          } catch {
            // EAGAIN: nothing to read yet.
          }
          return text;
        },
        { timeout: 20_000, interval: 5 },
      )
      .toMatch(/\d+ log lines were dropped[\s\S]*alive/);
    closeSync(fd);
  });
});
