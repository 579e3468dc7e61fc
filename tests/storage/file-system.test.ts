import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { networkFileSystem, networkWarning } from '../../src/storage/file-system.js';

const reporting = (type: number) => (async () => ({ type })) as unknown as typeof import('node:fs/promises').statfs;

it('recognizes network file systems by their type', async () => {
  expect(await networkFileSystem('/data', reporting(0x6969))).toBe('NFS');
  expect(await networkFileSystem('/data', reporting(0xfe534d42))).toBe('SMB2');
  // ext4
  expect(await networkFileSystem('/data', reporting(0xef53))).toBeNull();
});

it('recognizes the folder for temporary files as local', async () => {
  expect(await networkFileSystem(tmpdir())).toBeNull();
});

it('says in one line what to do', () => {
  expect(networkWarning('NFS')).toMatch(/^STORAGE_DIR is on a network file system \(NFS\)\. Run one process .*\.$/);
});
