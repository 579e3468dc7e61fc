import { statSync } from 'node:fs';
import { open, rename, stat, writeFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { errnoCode } from '../../storage/storage-errors.js';

/** About 30,000 changes. Affects disk space only: a process reads the log from its last position, not from the start. */
const MAX_LOG_BYTES = 1 << 20;

/** `<id> <revision> <CRC-32 of both>`: a damaged line must not name another dataset. */
const LINE = /^((ds_[0-9a-z]+) \d+) ([0-9a-f]{8})$/;

/** The position of a reader: an offset in one log file. A compacted log is another file. */
export interface LogPosition {
  inode: number;
  bytes: number;
}

/** The datasets that changed, or `all` if that is unknown and every record must be read. */
export type Changes = ReadonlySet<string> | 'all';

/**
 * `datasets/catalog.log` notifies the processes on a storage folder of changes: one line per change, appended before the
 * change is acknowledged. It is only a hint and therefore never fsynced: each process reads every record at its start.
 */
export class ChangeLog {
  constructor(private readonly path: string) {}

  /** Creates a missing log and replaces a long one. */
  async open(owner: string): Promise<void> {
    await (await open(this.path, 'a')).close();
    if ((await stat(this.path)).size <= MAX_LOG_BYTES) return;
    await writeFile(`${this.path}.${owner}`, '');
    await rename(`${this.path}.${owner}`, this.path);
  }

  async append(id: string, revision: number): Promise<void> {
    const line = lineOf(id, revision);
    const file = await open(this.path, 'a');
    try {
      const { bytesWritten } = await file.write(line);
      // A full disk cut the line. Another process may have appended since, so the complete line is written again.
      if (bytesWritten < line.length) await file.writeFile(`\n${line}`);
      const [written, current] = [await file.stat(), await stat(this.path)];
      if (written.ino === current.ino) return;
    } finally {
      await file.close();
    }
    // Compacted meanwhile: readers of the new file would miss the line.
    await this.append(id, revision);
  }

  /** Differs after any change of the catalog in any process. Costs one stat. */
  generation(): string {
    const { ino, birthtimeMs, size } = statSync(this.path);
    return `${ino}-${Math.trunc(birthtimeMs)}-${size}`;
  }

  /** The end of the log: the position of a reader that is about to read every record. */
  end(): LogPosition {
    const { ino, size } = statSync(this.path);
    return { inode: ino, bytes: size };
  }

  /** The changes appended after `position`, and the new position. */
  async since(position: LogPosition): Promise<{ changes: Changes; position: LogPosition }> {
    const end = this.end();
    if (end.inode !== position.inode || end.bytes < position.bytes) return { changes: 'all', position: end };
    if (end.bytes === position.bytes) return { changes: new Set(), position };

    const lines = await this.read(position, end);
    if (lines === null) return { changes: 'all', position: this.end() };
    const complete = lines.slice(0, lines.lastIndexOf('\n') + 1);
    const ids = complete.split('\n').map((line) => (line === '' ? '' : idIn(line)));
    return {
      // With a truncated or damaged line, the changed dataset is unknown.
      changes: complete !== lines || ids.includes(undefined) ? 'all' : new Set(ids.filter((id): id is string => !!id)),
      position: { inode: end.inode, bytes: position.bytes + Buffer.byteLength(complete) },
    };
  }

  /** The bytes from one position to the other; null if the log was compacted meanwhile. */
  private async read(from: LogPosition, to: LogPosition): Promise<string | null> {
    const file = await open(this.path, 'r').catch((error: unknown) => {
      if (errnoCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (file === null) return null;
    try {
      if ((await file.stat()).ino !== to.inode) return null;
      const buffer = Buffer.alloc(to.bytes - from.bytes);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from.bytes);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  }
}

function lineOf(id: string, revision: number): string {
  const change = `${id} ${revision}`;
  return `${change} ${checksumOf(change)}\n`;
}

/** Undefined for an invalid line or a line of an older release. */
function idIn(line: string): string | undefined {
  const [, change = '', id, checksum] = LINE.exec(line) ?? [];
  return checksum === checksumOf(change) ? id : undefined;
}

function checksumOf(change: string): string {
  return crc32(change).toString(16).padStart(8, '0');
}
