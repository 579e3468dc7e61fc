import { closeSync, fstatSync, openSync, statSync } from 'node:fs';

/** A manually replaced log is detected within this time. */
const PATH_CHECK_INTERVAL_MS = 1_000;

/**
 * Counts the acknowledged changes of all processes. A change is in the catalog's log before it is acknowledged and before
 * other processes can read it (RevisionFiles). The log only grows, and a long log is replaced by another file. One fstat of
 * the open file, well below 1 µs, therefore shows that nothing in the catalog has changed.
 */
export class LogWatch {
  private file: { descriptor: number; inode: number; bytes: number } | null = null;
  private pathCheckedAt = 0;
  private changes = 0;

  constructor(private readonly path: string) {}

  /** Increases after each acknowledged change. @throws if the log cannot be read */
  changeCounter(): number {
    const now = performance.now();
    if (this.file === null || now - this.pathCheckedAt >= PATH_CHECK_INTERVAL_MS) this.openCurrentLog(now);
    const file = this.file!;
    const { size, nlink } = fstatSync(file.descriptor);
    if (nlink === 0) {
      this.openCurrentLog(now);
      return this.changes;
    }
    if (size !== file.bytes) {
      file.bytes = size;
      this.changes++;
    }
    return this.changes;
  }

  close(): void {
    if (this.file !== null) closeSync(this.file.descriptor);
    this.file = null;
  }

  /** Opens the file at the path, unless it is the open one. */
  private openCurrentLog(now: number): void {
    if (this.file?.inode === statSync(this.path).ino) {
      this.pathCheckedAt = now;
      return;
    }
    this.close();
    const descriptor = openSync(this.path, 'r');
    const { ino, size } = fstatSync(descriptor);
    this.file = { descriptor, inode: ino, bytes: size };
    this.pathCheckedAt = now;
    this.changes++;
  }
}
