import { statfs } from 'node:fs/promises';

/** statfs(2) f_type of file systems that other machines may write to. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
]);

/**
 * The kind of network file system of a folder; null for a local one. Clients of network file systems may cache lookups and
 * show changes of other machines late, but FileRecords needs to see them immediately.
 */
export async function networkFileSystem(folder: string, read: typeof statfs = statfs): Promise<string | null> {
  const { type } = await read(folder);
  return NETWORK_FILE_SYSTEMS.get(type) ?? null;
}

/** A warning with the remedy, in one line. */
export function networkWarning(kind: string): string {
  return `STORAGE_DIR is on a network file system (${kind}). Run one process on it, or mount it without attribute caches (NFS: actimeo=0,lookupcache=none): otherwise a process may show changes of another one late.`;
}
