import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { type ServiceProcess, startProcess } from './process.js';

const RESTART_MS = 300;
const POLL_MS = 100;

/** A process of the service that is started again whenever it ends, as a supervisor would; stop it after use. */
export class SupervisedProcess {
  readonly url: string;
  /** What it wrote to stderr since it was started last. */
  said = '';
  /** What it said when it ended by itself although it had been ready. */
  readonly crashes: string[] = [];
  private child: ServiceProcess;
  private isWanted = true;
  private wasReady = false;
  private restarting: NodeJS.Timeout | undefined;
  /** Also where a test has run out of time. */
  private readonly endWithTests = () => this.child.kill('SIGKILL');

  constructor(
    /** With PORT. */
    private readonly environment: Record<string, string>,
    private readonly nodeArguments: string[] = [],
    private readonly onLogged: (text: string) => void = () => undefined,
  ) {
    this.url = `http://127.0.0.1:${environment.PORT}`;
    this.child = this.start();
    process.once('exit', this.endWithTests);
  }

  async isReady(): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(10_000);
      this.wasReady = (await fetch(`${this.url}/health/ready`, { signal })).status === 200;
    } catch {
      return false;
    }
    return this.wasReady;
  }

  /** False if it does not answer or is not ready for so long. */
  async becomesReady(withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while (!(await this.isReady())) {
      if (performance.now() > deadline) return false;
      await pause(POLL_MS);
    }
    return true;
  }

  /** kill -9; it stays away until restart(). */
  async kill(): Promise<void> {
    this.isWanted = false;
    clearTimeout(this.restarting);
    this.child.kill('SIGKILL');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }

  /** kill -9, for good. */
  async stop(): Promise<void> {
    await this.kill();
    process.off('exit', this.endWithTests);
  }

  restart(): void {
    this.isWanted = true;
    this.child = this.start();
  }

  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  private start(): ServiceProcess {
    this.wasReady = false;
    const child = startProcess(this.environment, this.nodeArguments);
    this.said = '';
    child.stdout.resume();
    child.stderr.on('data', (chunk) => {
      this.said += chunk;
      this.onLogged(String(chunk));
    });
    child.once('exit', (code, signal) => {
      if (!this.isWanted) return;
      if (this.wasReady) this.crashes.push(`ended with ${code ?? signal}: ${this.said.slice(-2_000)}`);
      this.restarting = setTimeout(() => {
        this.child = this.start();
      }, RESTART_MS);
    });
    return child;
  }
}
