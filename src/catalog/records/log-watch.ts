import { closeSync, fstatSync, openSync, statSync } from 'node:fs';

/** A log that was replaced by hand is detected after this time. */
const CHECK_PATH_EVERY_MS = 1_000;

/**
 * Counts the changes that were acknowledged in any process. A change is in the catalog's log before it is acknowledged and
 * before any process but its writer can read it (RevisionFiles). The log only grows, and is replaced by another file once
 * it is long; so one fstat of the open file, well below a µs, shows that nothing in the whole catalog has changed.
 */
export class LogWatch {
  private file: { descriptor: number; inode: number; bytes: number } | null = null;
  private pathCheckedAt = 0;
  private changes = 0;

  constructor(private readonly path: string) {}

  /** Increases once a change was acknowledged. @throws where the log cannot be read */
  changeCounter(): number {
    const now = performance.now();
    if (this.file === null || now - this.pathCheckedAt >= CHECK_PATH_EVERY_MS) this.openCurrentLog(now);
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
