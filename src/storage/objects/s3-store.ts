import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { LinkedResponse } from '../bytes.js';
import { errnoCode, isStorageError } from '../storage-errors.js';
import type { FetchedObject, ObjectStore } from './object-store.js';
import { isMissingObject, storeUnavailable } from './s3-errors.js';

const CONNECT_TIMEOUT_MS = 2_000;
/** Without a byte in either direction. */
const IDLE_TIMEOUT_MS = 15_000;
/** Of each request, with growing delays between them: a store that fails every third request is not noticed. */
const MAX_ATTEMPTS = 5;
/** A request that has failed for so long is not repeated: a store that is silent would take MAX_ATTEMPTS times the timeout. */
const MAX_RETRYING_MS = 10_000;
/** A transfer that was cut in the middle begins again. */
const GET_ATTEMPTS = 3;
const CHECK_TIMEOUT_MS = 3_000;
const PART_BYTES = 16 * 1024 * 1024;
/** In memory at the same time, for each file. */
const PARTS_AT_ONCE = 3;
/** A client follows a redirect at once; the rest is for clocks that differ and downloads that are resumed. */
const LINK_SECONDS = 300;

export interface S3Options {
  bucket: string;
  /** Null: the one of AWS. */
  endpoint: string | null;
  region: string;
  forcePathStyle: boolean;
  /** Null: those that the SDK finds, for example of the machine's role. */
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string } | null;
  /** Whether clients may read from the store by links that are signed here. */
  signsLinks?: boolean;
  /** Where they reach it, which is part of what is signed; null: as this process does. */
  publicEndpoint?: string | null;
}

/** The driver of objects in an S3-compatible store. It needs PUT, GET, DELETE, multipart uploads and Content-MD5. */
export class S3Store implements ObjectStore {
  readonly sign: ObjectStore['sign'];
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(options: S3Options) {
    const { bucket, endpoint, region, forcePathStyle, credentials } = options;
    this.bucket = bucket;
    // Its version is pinned, and the versions of Node.js that this release supports are in package.json.
    process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
    this.client = new S3Client({
      region,
      forcePathStyle,
      ...(endpoint !== null && { endpoint }),
      ...(credentials !== null && { credentials }),
      maxAttempts: MAX_ATTEMPTS,
      // Other stores than AWS do not know its newer checksums. Content-MD5, which all of them verify, is added below.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: {
        connectionTimeout: CONNECT_TIMEOUT_MS,
        socketTimeout: IDLE_TIMEOUT_MS,
        httpAgent: { maxSockets: 32 },
        httpsAgent: { maxSockets: 32 },
      },
    });
    this.client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body?: unknown; headers?: Record<string, string> };
        if (request.headers !== undefined && request.body instanceof Uint8Array) {
          request.headers['content-md5'] = createHash('md5').update(request.body).digest('base64');
        }
        return next(args);
      },
      { step: 'build', name: 'contentMd5', priority: 'low' },
    );
    limitRetries(this.client);
    if (options.signsLinks) this.sign = createSign(options);
  }

  async put(name: string, path: string): Promise<void> {
    try {
      const { size } = await stat(path);
      const target = { Bucket: this.bucket, Key: name };
      if (size <= PART_BYTES) {
        await this.client.send(new PutObjectCommand({ ...target, Body: await readFile(path) }));
        return;
      }
      const Body = createReadStream(path, { highWaterMark: 1024 * 1024 });
      const params = { ...target, Body };
      await new Upload({ client: this.client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
    } catch (error) {
      if (isStorageError(error)) throw error;
      throw storeUnavailable('Storing a file', error);
    }
  }

  async get(name: string, path: string): Promise<FetchedObject | null> {
    for (let attempt = 1; ; attempt++) {
      const body = await this.request(name);
      if (body === null) return null;
      try {
        return await write(body, path);
      } catch (error) {
        await rm(path, { force: true });
        if (isStorageError(error) || errnoCode(error) === 'ENOENT') throw error;
        if (attempt === GET_ATTEMPTS) throw storeUnavailable('Fetching a file', error);
      }
    }
  }

  async delete(name: string): Promise<void> {
    const target = { Bucket: this.bucket, Key: name };
    try {
      const { Uploads = [] } = await this.client.send(
        new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix: name }),
      );
      for (const { UploadId } of Uploads) {
        await this.client.send(new AbortMultipartUploadCommand({ ...target, UploadId }));
      }
      await this.client.send(new DeleteObjectCommand(target));
    } catch (error) {
      if (!isMissingObject(error)) throw storeUnavailable('Removing a file', error);
    }
  }

  async check(): Promise<void> {
    try {
      await this.client.send(new HeadBucketCommand({ Bucket: this.bucket }), {
        abortSignal: AbortSignal.timeout(CHECK_TIMEOUT_MS),
      });
    } catch (error) {
      throw storeUnavailable('Looking at the bucket', error);
    }
  }

  close(): void {
    this.client.destroy();
  }

  /** The body of an object, which is read to its end or destroyed; null if there is no such object. */
  private async request(name: string): Promise<Readable | null> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: name }));
      // In Node.js the body is a stream.
      return Body as Readable;
    } catch (error) {
      if (isMissingObject(error)) return null;
      throw storeUnavailable('Fetching a file', error);
    }
  }
}

/** The error of the last attempt of a request. It is no `cause`, at which the SDK would look. */
class GaveUp extends Error {
  constructor(readonly last: unknown) {
    super('no further attempt');
  }
}

function limitRetries(client: S3Client): void {
  const startedAt = new WeakMap<object, number>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const start = startedAt.get(context) ?? performance.now();
      startedAt.set(context, start);
      try {
        return await next(args);
      } catch (error) {
        throw performance.now() - start > MAX_RETRYING_MS ? new GaveUp(error) : error;
      }
    },
    // Within each attempt.
    { step: 'finalizeRequest', name: 'limitRetries', priority: 'low' },
  );
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw error instanceof GaveUp ? error.last : error;
      }
    },
    { step: 'initialize', name: 'lastError', priority: 'high' },
  );
}

/** Reads a body into a new file. */
async function write(body: Readable, path: string): Promise<FetchedObject> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      sizeBytes += chunk.length;
      done(null, chunk);
    },
  });
  // Reads the body to its end or destroys it: otherwise its connection would stay in use.
  await pipeline(body, measure, createWriteStream(path, { flags: 'wx' }));
  return { sha256: hash.digest('hex'), sizeBytes };
}

/** Signs links with a separate client, which never connects: clients may reach the store at another address. */
function createSign({ bucket, endpoint, publicEndpoint, region, forcePathStyle, credentials }: S3Options) {
  const address = publicEndpoint ?? endpoint;
  const client = new S3Client({
    region,
    forcePathStyle,
    ...(address !== null && { endpoint: address }),
    ...(credentials !== null && { credentials }),
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return (name: string, { method, contentType, contentDisposition }: LinkedResponse): Promise<string> => {
    const Command = method === 'HEAD' ? HeadObjectCommand : GetObjectCommand;
    const command = new Command({
      Bucket: bucket,
      Key: name,
      ResponseContentType: contentType,
      ResponseContentDisposition: contentDisposition,
      ResponseCacheControl: 'private',
    });
    return getSignedUrl(client, command, { expiresIn: LINK_SECONDS });
  };
}
