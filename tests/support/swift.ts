import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { S3Options } from '../../src/storage/objects/s3-store.js';
import { HERE, type Place } from './place.js';
import { listening } from './redis.js';

const PYTHON = '/usr/bin/python3';
const PROGRAM = fileURLToPath(new URL('swift/one_node.py', import.meta.url));
const MODULES = 'import swift.proxy.server, swift.obj.server, swift.container.server, swift.account.server';
export const CREDENTIALS = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };
const REGION = 'us-east-1';

/** Whether the machine has Swift; suites that need it are skipped where it has not (scripts/prepare-test-machine.mjs). */
export const hasSwift = spawnSync(PYTHON, ['-c', MODULES]).status === 0;

export type SwiftServer = Awaited<ReturnType<typeof startSwift>>;

/** An S3-compatible store on this machine: OpenStack Swift, without anything on disk that outlives stop(). */
export async function startSwift({ address, command }: Place = HERE) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-swift-'));
  const port = await fourFreePorts();
  const [program, ...args] = [...command, PYTHON, PROGRAM, folder, String(port), address];
  const child = spawn(program!, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  if (!String(line).startsWith('READY')) throw new Error(`Swift did not start: ${line}`);
  const endpoint = `http://${address}:${port}`;
  let buckets = 0;
  return {
    port,
    endpoint,
    /** The settings of a new, empty bucket. */
    createBucket: () => createBucket(endpoint, `test-${++buckets}`),
    async putObject(bucket: string, name: string, content: string) {
      const client = new S3Client({ endpoint, region: REGION, forcePathStyle: true, credentials: CREDENTIALS });
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: content }));
      client.destroy();
    },
    async stop() {
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function createBucket(endpoint: string, bucket: string) {
  const settings = { endpoint, region: REGION, forcePathStyle: true, credentials: CREDENTIALS };
  const client = new S3Client(settings);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  return { bucket, ...settings };
}

/** The settings of a bucket as variables of the service. */
export function environmentOf({ bucket, endpoint, region, credentials }: S3Options): Record<string, string> {
  return {
    S3_BUCKET: bucket,
    S3_ENDPOINT: endpoint!,
    S3_REGION: region,
    S3_FORCE_PATH_STYLE: 'true',
    AWS_ACCESS_KEY_ID: credentials!.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials!.secretAccessKey,
  };
}

/** The first of four ports in a row. */
async function fourFreePorts(): Promise<number> {
  for (let port = 20_000 + Math.floor(Math.random() * 20_000); ; port += 4) {
    const servers = await Promise.allSettled([0, 1, 2, 3].map((nth) => listening(createServer(), port + nth)));
    const isFree = servers.every(({ status }) => status === 'fulfilled');
    for (const server of servers) {
      if (server.status === 'fulfilled') await new Promise((resolve) => server.value.close(resolve));
    }
    if (isFree) return port;
  }
}
