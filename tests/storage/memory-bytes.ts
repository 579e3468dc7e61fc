import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Bytes, BytesEntry, PutOptions } from '../../src/storage/bytes.js';

export type MemoryObjects = Map<
  string,
  { content: Buffer; modifiedAtMs: number; publication: string; sha256?: string | undefined }
>;

/** A driver of Bytes as an object store has it: objects by key elsewhere, copies of them on the local disk. */
export class MemoryBytes implements Bytes {
  constructor(
    private readonly objects: MemoryObjects,
    /** The local disk of this process. */
    private readonly disk: string,
  ) {}

  async datasetIds(): Promise<string[]> {
    return [...new Set([...this.objects.keys()].map((key) => key.split('/')[0]!))];
  }

  temporaryFile(): string {
    return join(this.disk, randomUUID());
  }

  async share(stagedFolder: string, datasetId: string): Promise<boolean> {
    const key = `${datasetId}/${basename(stagedFolder)}`;
    await this.remove(key);
    return this.publish(stagedFolder, key);
  }

  stage(): Promise<string> {
    return mkdtemp(join(this.disk, 'staged-'));
  }

  async publish(stagedFolder: string, key: string): Promise<boolean> {
    if (this.below(key).length > 0) return false;
    const publication = randomUUID();
    for (const entry of await readdir(stagedFolder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const content = await readFile(path);
      this.objects.set(key + path.slice(stagedFolder.length), { content, modifiedAtMs: Date.now(), publication });
    }
    return true;
  }

  async put(stagedFile: string, key: string, { within, modifiedAt, sha256 }: PutOptions = {}): Promise<boolean> {
    if (within !== undefined && !(await this.exists(within))) return false;
    const modifiedAtMs = modifiedAt?.getTime() ?? Date.now();
    this.objects.set(key, { content: await readFile(stagedFile), modifiedAtMs, publication: randomUUID(), sha256 });
    return true;
  }

  async link(key: string, path: string): Promise<boolean> {
    if (!(await this.exists(key))) return false;
    for (const [from, { content }] of [...this.objects].filter(
      ([each]) => each === key || each.startsWith(`${key}/`),
    )) {
      const below = from.slice(key.length);
      if (below.startsWith('/analyses/')) continue;
      await mkdir(dirname(path + below), { recursive: true });
      await writeFile(path + below, content);
    }
    return true;
  }

  async exists(key: string): Promise<boolean> {
    return this.objects.has(key) || this.below(key).length > 0;
  }

  async checksum(key: string): Promise<string | null> {
    return this.objects.get(key)?.sha256 ?? null;
  }

  fetchAgain(key: string): Promise<string | null> {
    return this.localPath(key);
  }

  async localPath(key: string): Promise<string | null> {
    const copy = join(this.disk, 'copies', key);
    const object = this.objects.get(key);
    if (object === undefined) return null;
    await mkdir(dirname(copy), { recursive: true });
    await writeFile(copy, object.content);
    return copy;
  }

  async list(key: string, isWanted: (name: string) => boolean = () => true): Promise<BytesEntry[]> {
    const entries = new Map<string, BytesEntry>();
    for (const [path, { modifiedAtMs }] of this.below(key)) {
      const name = path.slice(key.length + 1).split('/')[0]!;
      entries.set(name, { name: basename(name), modifiedAtMs });
    }
    return [...entries.values()].filter(({ name }) => isWanted(name));
  }

  async publication(key: string): Promise<string | null> {
    const publications = this.below(key).map(([, { publication }]) => publication);
    return publications.length === 0 ? null : [...new Set(publications)].sort().join(' ');
  }

  async remove(key: string, publication?: string): Promise<void> {
    if (publication !== undefined && (await this.publication(key)) !== publication) return;
    this.objects.delete(key);
    for (const [path] of this.below(key)) this.objects.delete(path);
  }

  private below(key: string) {
    return [...this.objects].filter(([path]) => path.startsWith(`${key}/`));
  }
}
