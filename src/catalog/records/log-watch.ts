import { closeSync, fstatSync, openSync, statSync } from 'node:fs';

/** A log that somebody else's hands put in the place of this one is found after that long. */
const LOOK_AT_PATH_EVERY_MS = 1_000;

/**
 * Whether anything was acknowledged since: a change is in the catalog's log before anybody is told of it (RecordFiles.put),
 * and before anybody reads it who did not make it (RecordFiles.read). The log only ever grows, and is replaced by another
 * file where it has grown long; so one look at the open file, well below a µs, tells that nothing has changed in all of
 * the catalog, in whatever process.
 */
export class LogWatch {
  private file: { descriptor: number; inode: number; bytes: number } | null = null;
  private lookedAtPath = 0;
  private counted = 0;

  constructor(private readonly path: string) {}

  /** Another number than ever before once a change was acknowledged. @throws where the log cannot be read */
  moment(): number {
    const now = performance.now();
    if (this.file === null || now - this.lookedAtPath >= LOOK_AT_PATH_EVERY_MS) this.lookAtPath(now);
    const file = this.file!;
    const { size, nlink } = fstatSync(file.descriptor);
    if (nlink === 0) {
      this.lookAtPath(now);
      return this.counted;
    }
    if (size !== file.bytes) {
      file.bytes = size;
      this.counted++;
    }
    return this.counted;
  }

  close(): void {
    if (this.file !== null) closeSync(this.file.descriptor);
    this.file = null;
  }

  /** Opens what is there now, unless that is what is open. */
  private lookAtPath(now: number): void {
    if (this.file?.inode === statSync(this.path).ino) {
      this.lookedAtPath = now;
      return;
    }
    this.close();
    const descriptor = openSync(this.path, 'r');
    const { ino, size } = fstatSync(descriptor);
    this.file = { descriptor, inode: ino, bytes: size };
    this.lookedAtPath = now;
    this.counted++;
  }
}
