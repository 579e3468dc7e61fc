import { fstatSync, write as writeFile, writeSync } from 'node:fs';

const FLUSH_AFTER_MS = 100;
/** A full batch is written at once. */
const BATCH_CHARACTERS = 256 * 1024;
/** Of lines that wait; more are dropped. */
const MAX_PENDING_CHARACTERS = 8 * 1024 * 1024;
const MAX_FLUSH_MS = 500;

/** Where pino writes its lines. */
export interface LogDestination {
  write(line: string): void;
  /** Lines that were dropped since the start. */
  readonly droppedLines: number;
  /** Resolves when every line was written, or after half a second. */
  flush(): Promise<void>;
}

type Done = (error?: Error | null) => void;

/**
 * Log lines on stderr, in batches that nothing waits for: a reader that stopped reading, or is gone, neither slows the
 * service down nor keeps it from ending. One batch is written at a time; meanwhile lines wait, up to a bound, then they are
 * dropped and counted, and a line says so once writing works again. What still waits when the process ends, also by a fatal
 * error, is written then, as far as that is possible without waiting.
 */
export class StderrDestination implements LogDestination {
  private pending: string[] = [];
  private pendingCharacters = 0;
  private isWriting = false;
  private isBroken = false;
  private timer: NodeJS.Timeout | null = null;
  private reportedDrops = 0;
  private dropped = 0;
  private readonly isFile = fstatSync(process.stderr.fd).isFile();
  private flushed: (() => void)[] = [];

  constructor() {
    // EPIPE: the reader is gone. Without a listener this would end the process.
    process.stderr.on('error', () => {
      this.isBroken = true;
    });
    process.once('exit', () => this.writeLast());
  }

  get droppedLines(): number {
    return this.dropped;
  }

  write(line: string): void {
    if (this.isBroken || this.pendingCharacters + line.length > MAX_PENDING_CHARACTERS) {
      this.dropped++;
      return;
    }
    this.pending.push(line);
    this.pendingCharacters += line.length;
    if (this.pendingCharacters >= BATCH_CHARACTERS) this.writeBatch();
    else if (this.timer === null && !this.isWriting)
      this.timer = setTimeout(() => this.writeBatch(), FLUSH_AFTER_MS).unref();
  }

  async flush(): Promise<void> {
    if (!this.isWriting && this.pending.length === 0) return;
    await new Promise<void>((resolve) => {
      this.flushed.push(resolve);
      setTimeout(resolve, MAX_FLUSH_MS).unref();
      this.writeBatch();
    });
  }

  private writeBatch(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (this.isWriting) return;
    if (this.pending.length === 0) {
      for (const resolve of this.flushed.splice(0)) resolve();
      return;
    }
    const lines = this.pending.length;
    const batch = this.takePending();
    this.isWriting = true;
    this.send(batch, (error) => {
      this.isWriting = false;
      if (error) this.dropped += lines;
      this.writeBatch();
    });
  }

  private send(batch: string, done: Done): void {
    if (this.isFile) writeWhole(Buffer.from(batch), done);
    // Not blocking where stderr is a pipe or a socket: what does not fit waits in the stream.
    else process.stderr.write(batch, done);
  }

  private takePending(): string {
    if (this.dropped > this.reportedDrops) {
      const msg = `${this.dropped - this.reportedDrops} log lines were dropped: stderr was not read fast enough`;
      this.pending.push(`${JSON.stringify({ level: 40, time: new Date().toISOString(), msg })}\n`);
      this.reportedDrops = this.dropped;
    }
    const batch = this.pending.join('');
    this.pending = [];
    this.pendingCharacters = 0;
    return batch;
  }

  private writeLast(): void {
    // Behind a batch that a pipe has not taken yet, lines would come in the midst of another.
    if (this.isBroken || this.pending.length === 0 || (this.isWriting && !this.isFile)) return;
    try {
      writeSync(process.stderr.fd, this.takePending());
    } catch {
      // EAGAIN: a pipe that is full. EPIPE: one without a reader. The process ends all the same.
    }
  }
}

function writeWhole(bytes: Buffer, done: Done): void {
  writeFile(process.stderr.fd, bytes, (error, written) => {
    if (error || written === bytes.length) done(error);
    else writeWhole(bytes.subarray(written), done);
  });
}
