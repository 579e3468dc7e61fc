import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { MappingFiles } from '../../src/entities/mapping-files.js';
import type { EntityMapping } from '../../src/model/entity-mapping.js';
import type { Bytes } from '../../src/storage/bytes.js';
import { aRecord, openStorage, temporaryStorage } from '../catalog/open-storage.js';

const mapping: EntityMapping = { merges: [{ entity: 'A', names: ['a'] }], parents: [], distinct: [] };

describe('the file of a mapping', () => {
  /** @param content of its copy the first times that it is opened; null: there is none any more */
  async function read(content: string | null, times: number) {
    const { bytes } = await openStorage(await temporaryStorage());
    const { id } = aRecord();
    const copies: Pick<Bytes, 'localPath'> = {
      async localPath(key) {
        const path = await bytes.localPath(key);
        if (path === null || times-- <= 0) return path;
        const copy = `${path}.copy`;
        if (content !== null) await writeFile(copy, content);
        return copy;
      },
    };
    const sha256 = await new MappingFiles(bytes, async () => true).write(id, mapping);
    const record = {
      id,
      revision: 1,
      entityMappings: [{ column: 'who', sha256, savedAt: '2024-01-01T00:00:00.000Z' }],
    };
    // Of the store only this method is used to read.
    return new MappingFiles(copies as Bytes, async () => true).read(record, 'who');
  }

  it('is read again where its copy on the local disk was removed before it was opened', async () => {
    expect(await read(null, 0)).toEqual(mapping);
    expect(await read(null, 1)).toEqual(mapping);
  });

  it('is reported as damaged where it stays away or has other bytes', async () => {
    for (const content of [null, '{"merges":[]}']) {
      await expect(read(content, 2)).rejects.toMatchObject({ code: 'ENTITY_MAPPING_DAMAGED' });
    }
  });
});
