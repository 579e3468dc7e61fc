import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Reading {
  outcome: 'read' | 'refused' | 'fault' | 'died' | 'hung' | 'grew';
  code?: string;
  message?: string;
  format?: string;
  headerRow?: number | null;
  /** Text of everything that must not depend on how the table was written. */
  essence?: string;
  faults?: string[];
}

/** Processor time of one reading; a machine under load says nothing about a reader. */
const MAX_CPU_SECONDS = 10;
const MAX_WALL_MS = 120_000;
/** Above what the process had when it was ready. */
const MAX_GROWTH_BYTES = 512 * 1024 ** 2;
const LOOK_EVERY_MS = 50;
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Reads files in a process of its own, which a file may take down: the next file gets a new one. */
export class FileReader {
  private child: ChildProcess | undefined;
  private idleBytes = 0;

  /** @param to a file that it is appended to */
  async read(path: string, options: Record<string, unknown> = {}, to?: string): Promise<Reading> {
    const child = this.child ?? (await this.start());
    const cpuBefore = cpuSeconds(child.pid!);
    const answered = nextMessage(child) as Promise<Reading>;
    child.send({ path, options, to });
    const given = performance.now();
    for (;;) {
      const reading = await Promise.race([answered, pause(LOOK_EVERY_MS)]);
      if (reading) return reading.outcome === 'died' ? this.end(reading) : reading;
      const cpu = cpuSeconds(child.pid!) - cpuBefore;
      const growth = memoryBytes(child.pid!) - this.idleBytes;
      if (growth > MAX_GROWTH_BYTES) return this.end({ outcome: 'grew', message: `by ${Math.round(growth / 1e6)} MB` });
      if (cpu > MAX_CPU_SECONDS || performance.now() - given > MAX_WALL_MS) {
        return this.end({ outcome: 'hung', message: `${cpu.toFixed(1)} s of processor time` });
      }
    }
  }

  close(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private async start(): Promise<ChildProcess> {
    const script = fileURLToPath(new URL('read-files.mjs', import.meta.url));
    const child = fork(script, {
      execArgv: ['--max-old-space-size=512'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    await nextMessage(child);
    this.idleBytes = memoryBytes(child.pid!);
    this.child = child;
    return child;
  }

  private end(reading: Reading): Reading {
    this.close();
    return reading;
  }
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const exited = (code: number | null, signal: string | null) =>
      resolve({ outcome: 'died', message: signal ?? `exit code ${code}` });
    child.once('exit', exited);
    child.once('message', (message) => {
      child.off('exit', exited);
      resolve(message);
    });
  });
}

/** proc(5): user and system time are fields 14 and 15, counted behind the name in parentheses. */
function cpuSeconds(pid: number): number {
  const fields = procFile(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

function memoryBytes(pid: number): number {
  return Number(procFile(pid, 'statm').split(' ')[1] ?? 0) * PAGE_BYTES;
}

function procFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
