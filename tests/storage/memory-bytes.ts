import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Bytes, BytesEntry } from '../../src/storage/bytes.js';

export type MemoryObjects = Map<string, { content: Buffer; modifiedAtMs: number }>;

/** A driver of Bytes as an object store has it: objects by key elsewhere, copies of them on the local disk. */
export class MemoryBytes implements Bytes {
  constructor(
    private readonly objects: MemoryObjects,
    /** The local disk of this process. */
    private readonly disk: string,
  ) {}

  stage(): Promise<string> {
    return mkdtemp(join(this.disk, 'staged-'));
  }

  async publish(stagedFolder: string, key: string): Promise<boolean> {
    if (this.below(key).length > 0) return false;
    for (const entry of await readdir(stagedFolder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const content = await readFile(path);
      this.objects.set(key + path.slice(stagedFolder.length), { content, modifiedAtMs: Date.now() });
    }
    return true;
  }

  async put(stagedFile: string, key: string): Promise<void> {
    this.objects.set(key, { content: await readFile(stagedFile), modifiedAtMs: Date.now() });
  }

  async localPath(key: string): Promise<string | null> {
    const copy = join(this.disk, 'copies', key);
    const object = this.objects.get(key);
    if (object !== undefined) {
      await mkdir(dirname(copy), { recursive: true });
      await writeFile(copy, object.content);
    } else if (this.below(key).length > 0) await mkdir(copy, { recursive: true });
    else return null;
    return copy;
  }

  async list(key: string): Promise<BytesEntry[]> {
    const entries = new Map<string, BytesEntry>();
    for (const [path, { modifiedAtMs }] of this.below(key)) {
      const name = path.slice(key.length + 1).split('/')[0]!;
      entries.set(name, { name: basename(name), modifiedAtMs });
    }
    return [...entries.values()];
  }

  async remove(key: string): Promise<void> {
    this.objects.delete(key);
    for (const [path] of this.below(key)) this.objects.delete(path);
  }

  private below(key: string) {
    return [...this.objects].filter(([path]) => path.startsWith(`${key}/`));
  }
}
