import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/postgres/migrate.js';
import { API_KEYS, bearer } from '../support/api-keys.js';
import { startApp, type TestApp } from '../support/app.js';
import { createClient } from '../support/client.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres.js';
import { environmentOf, hasSwift, type SwiftServer, startSwift } from '../support/swift.js';

const CSV = 'customer,month,amount\nA,2024-01,60\nB,2024-01,30\nC,2024-02,10\n';
const ANALYZE = `query($id: ID!) { dataset(id: $id) { analysis(input: { groupBy: ["customer"], value: "amount" }) {
  artifacts { format url sha256 sizeBytes fileName } } } }`;

describe.skipIf(!hasPostgres || !hasSwift)('with S3_SIGNED_LINKS, a download', () => {
  let [postgres, swift]: [PostgresServer?, SwiftServer?] = [];
  let [maker, host]: TestApp[] = [];
  let folders: string[] = [];
  let artifacts: { format: string; url: string; sha256: string; sizeBytes: number; fileName: string }[] = [];
  let id: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    swift = await startSwift();
    const DATABASE_URL = await postgres.createDatabase();
    await migrate(DATABASE_URL);
    const shared = {
      ...environmentOf(await swift.createBucket()),
      DATABASE_URL,
      API_KEYS,
      LINK_SECRET: 'x'.repeat(32),
      S3_SIGNED_LINKS: 'true',
      // Clients reach the store under another address than the hosts.
      S3_PUBLIC_ENDPOINT: `http://localhost:${swift.port}`,
    };
    folders = [await mkdtemp(join(tmpdir(), 'concentric-host-')), await mkdtemp(join(tmpdir(), 'concentric-host-'))];
    maker = await startApp({ ...shared, STORAGE_DIR: folders[0]! });
    host = await startApp({ ...shared, STORAGE_DIR: folders[1]! });
    const editor = createClient(maker.url, bearer('EDITOR'));
    const name = '売上 "2024"';
    const uploaded = await editor.upload({ fileName: 'sales.csv', content: CSV, input: { name } });
    id = uploaded.data.uploadDataset.dataset.id;
    ({ artifacts } = (await editor.gql(ANALYZE, { id })).data.dataset.analysis);
  });
  afterAll(async () => {
    await Promise.all([maker?.close(), host?.close()]);
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    await swift?.stop();
    postgres?.stop();
  });

  /** Of the host that made none of the files. */
  const addressOf = (url: string) => url.replace(maker!.url, host!.url);

  it('of every format comes from the store, with its type and name', async () => {
    expect(artifacts.map(({ format }) => format)).toEqual(expect.arrayContaining(['JSON', 'CSV', 'XLSX']));
    for (const { url, sha256, sizeBytes, fileName, format } of artifacts) {
      const redirect = await fetch(addressOf(url), { redirect: 'manual' });
      expect([redirect.status, redirect.headers.get('cache-control')], format).toEqual([307, 'no-store']);
      const link = redirect.headers.get('location')!;
      expect(new URL(link).host).toBe(`localhost:${swift!.port}`);
      const file = await fetch(link);
      const bytes = Buffer.from(await file.arrayBuffer());
      expect([file.status, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([
        200,
        sizeBytes,
        sha256,
      ]);
      expect(file.headers.get('content-disposition')).toContain(encodeURIComponent(fileName).slice(0, 20));
      const types = { JSON: 'application/json', CSV: 'text/csv', XLSX: 'application/vnd.openxmlformats' };
      expect(file.headers.get('content-type')).toContain(types[format as keyof typeof types] ?? '');
      // A plain client follows, also with a range.
      const part = await fetch(addressOf(url), { headers: { range: 'bytes=0-3' } });
      expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, bytes.subarray(0, 4)]);
      const head = await fetch(addressOf(url), { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(sizeBytes)]);
      const known = await fetch(addressOf(url), { headers: { 'if-none-match': `"${sha256}"` } });
      expect([known.status, known.url]).toEqual([304, addressOf(url)]);
    }
    const copies = await readdir(join(folders[1]!, 'copies'));
    // The analysis itself decides whether its files are served; the others did not pass through the host.
    expect(copies).toEqual([artifacts.find(({ format }) => format === 'JSON')!.sha256]);
  });

  it('is refused before there is a link: without a valid signature or key, and of a deleted dataset', async () => {
    const { url } = artifacts[0]!;
    const { origin, pathname, search } = new URL(addressOf(url));
    for (const wrong of [pathname, `${pathname}${search.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))}0`]) {
      const answer = await fetch(origin + wrong, { redirect: 'manual' });
      expect([401, 403]).toContain(answer.status);
      expect(answer.headers.get('location')).toBeNull();
    }
    const withKey = await fetch(origin + pathname, { headers: bearer('READER'), redirect: 'manual' });
    expect(withKey.status).toBe(307);
    const link = withKey.headers.get('location')!;
    expect((await fetch(link)).status).toBe(200);
    const tampered = [
      link.replace(/(?<=X-Amz-Signature=)./, (digit) => (digit === '0' ? '1' : '0')),
      link.replace(/(?<=response-content-type=)[^&]*/, 'text%2Fhtml'),
    ];
    for (const other of tampered) expect((await fetch(other)).status).toBe(403);
    await createClient(maker!.url, bearer('ADMIN')).gql('mutation($id: ID!) { deleteDataset(id: $id) { id } }', { id });
    expect((await fetch(addressOf(url), { redirect: 'manual' })).status).toBe(404);
  });
});
