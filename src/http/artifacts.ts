import { send } from '@fastify/send';
import contentDisposition from 'content-disposition';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ArtifactLinks, LinkQuery } from '../access/artifact-links.js';
import { figureToken, readFigureToken } from '../artifact/figure-link.js';
import { isDatasetId } from '../catalog/dataset-id.js';
import { ANALYSIS_FILES, type DownloadedFile } from '../model/analysis.js';
import type { Figure } from '../model/figure-rows.js';
import { HttpError } from '../model/http-error.js';
import type { LinkedFile } from '../storage/bytes.js';

/** Finds the file of an analysis; null if it does not exist. */
export type FindArtifact = (location: ArtifactLocation) => Promise<StoredArtifact | null>;

export interface ArtifactLocation {
  datasetId: string;
  version: number;
  hash: string;
  format: DownloadedFile;
  /** Of files of rows alone. */
  figure?: Figure | null;
}

/** On this machine (`path`, absolute), or in a store that clients reach. */
export type StoredArtifact = {
  /** The suggested file name for the download, in any script. */
  fileName: string;
  sha256: string;
} & ({ path: string } | Pick<LinkedFile, 'sign'>);

const contentTypes = {
  JSON: 'application/json; charset=utf-8',
  CSV: 'text/csv; charset=utf-8; header=present',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ENTITIES_CSV: 'text/csv; charset=utf-8; header=present',
  ENTITIES_PARQUET: 'application/vnd.apache.parquet',
  COMPARISON_CSV: 'text/csv; charset=utf-8; header=present',
  COMPARISON_PARQUET: 'application/vnd.apache.parquet',
  ROWS_CSV: 'text/csv; charset=utf-8; header=present',
  ROWS_XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} satisfies Record<DownloadedFile, string>;

/**
 * `/artifacts/<dataset id>/<version>/<hash>.<json|csv|xlsx|…>`, and of the rows behind a figure
 * `…/<hash>/<figure>.rows.<csv|xlsx>`: written by artifactPath, parsed by serveArtifacts.
 */
const PATH = /^([^/]+)\/([1-9][0-9]{0,8})\/([0-9a-f]{32})(?:\/([\w-]+))?\.([a-z.]+)$/;
const ROWS_FILES: readonly DownloadedFile[] = ['ROWS_CSV', 'ROWS_XLSX'];

export function artifactPath({ datasetId, version, hash, format, figure }: ArtifactLocation): string {
  const name = figure == null ? hash : `${hash}/${figureToken(figure)}`;
  return `/artifacts/${datasetId}/${version}/${name}.${ANALYSIS_FILES[format]}`;
}

/**
 * Downloads, with ranges and conditions (RFC 9110). A file never changes under its path; its ETag is its SHA-256. One in a store
 * that clients reach is answered by a redirect, which keeps the method and the range.
 */
export function serveArtifacts(app: FastifyInstance, findArtifact: FindArtifact, links: ArtifactLinks): void {
  app.get<{ Params: { '*': string }; Querystring: LinkQuery }>('/artifacts/*', async (request, reply) => {
    const location = parsePath(request.params['*']);
    links.admit(artifactPath(location), request.query, request.headers);
    const artifact = await findArtifact(location);
    if (artifact === null) {
      throw new HttpError(
        404,
        'ARTIFACT_NOT_FOUND',
        'This file does not exist: the dataset was deleted, its version is no longer kept, or analyses follow newer rules. Request the analysis again.',
      );
    }
    const etag = `"${artifact.sha256}"`;
    const described = {
      'content-type': contentTypes[location.format],
      'content-disposition': contentDisposition(artifact.fileName),
    };
    const isKnown = includesEtag(request.headers['if-none-match'], etag);
    if ('sign' in artifact && !isKnown) {
      const link = await artifact.sign({
        method: request.method === 'HEAD' ? 'HEAD' : 'GET',
        contentType: described['content-type'],
        contentDisposition: described['content-disposition'],
      });
      // The link expires soon, and gives access to everyone who has it.
      return reply.header('cache-control', 'no-store').redirect(link, 307);
    }
    reply.headers({
      etag,
      ...described,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    if (isKnown || 'sign' in artifact) return reply.code(304).send();

    const file = await send(conditionsMet(request, etag), encodeURI(artifact.path), {
      etag: false,
      cacheControl: false,
      contentType: false,
      dotfiles: 'allow',
    });
    if (file.type === 'error' && file.statusCode !== 416) throw file.metadata.error;
    return reply.code(file.statusCode).headers(file.headers).send(file.stream);
  });
}

function parsePath(path: string): ArtifactLocation {
  const [, datasetId, version, hash, token, extension] = PATH.exec(path) ?? [];
  const files = Object.keys(contentTypes) as DownloadedFile[];
  const format = files.find((file) => ANALYSIS_FILES[file] === extension);
  const figure = token === undefined ? null : readFigureToken(token);
  const isOfFigure = figure !== null;
  const isComplete = datasetId && isDatasetId(datasetId) && version && hash && format;
  if (!isComplete || isOfFigure !== (token !== undefined) || isOfFigure !== ROWS_FILES.includes(format)) {
    const extensions = files.filter((file) => !ROWS_FILES.includes(file)).map((file) => ANALYSIS_FILES[file]);
    throw new HttpError(
      400,
      'INVALID_INPUT',
      `Expected /artifacts/<dataset id>/<version>/<hash>.<${extensions.join('|')}> or …/<hash>/<figure>.<${ROWS_FILES.map((file) => ANALYSIS_FILES[file]).join('|')}>, as in Artifact.url.`,
    );
  }
  const location = { datasetId, version: Number(version), hash, format };
  return figure === null ? location : { ...location, figure };
}

/** The request for `send`, which does not support ETags: conditions on the ETag are evaluated here. */
function conditionsMet({ raw }: FastifyRequest, etag: string): typeof raw {
  const { 'if-none-match': _, 'if-match': __, 'if-range': ifRange, range, ...headers } = raw.headers;
  const isRangeCurrent = ifRange === undefined || ifRange === etag;
  return Object.create(raw, {
    headers: { value: range !== undefined && isRangeCurrent ? { ...headers, range } : headers },
  });
}

function includesEtag(list: string | undefined, etag: string): boolean {
  return list?.split(',').some((entry) => ['*', etag, `W/${etag}`].includes(entry.trim())) ?? false;
}
