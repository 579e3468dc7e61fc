import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { HttpError } from '../../model/http-error.js';
import { projectRoot } from '../../project-root.js';
import { noRoute } from '../graphql/answer-errors.js';

/** The route of all paths that have no other. */
export const UNKNOWN_PATH = '/*';

/** The build of explorer/. */
const built = join(projectRoot, 'dist', 'explorer');

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  // Charts contain a style element; exported charts are made from blobs.
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * The explorer at `/` and at the addresses it makes (`/d/…`), which all are the same page: what is shown is read from the
 * address by the page itself. Its files carry a hash in their names and can be kept for ever.
 */
export function serveExplorer(app: FastifyInstance): void {
  const { page, assets } = readBuilt();
  // People who follow a wrong link get a page that says so; programs get an error in JSON.
  app.get(UNKNOWN_PATH, async (request, reply) => {
    if (page === undefined || !request.headers.accept?.includes('text/html')) throw noRoute(request);
    return reply.code(404).headers(pageHeaders).send(page);
  });
  for (const path of ['/', '/d/*']) {
    app.get(path, async (_request, reply) => {
      if (page === undefined)
        throw new HttpError(404, 'NOT_FOUND', 'The explorer has not been built. Run `npm run build`.');
      return reply.headers(pageHeaders).send(page);
    });
  }
  app.get<{ Params: { file: string } }>('/explorer/assets/:file', async (request, reply) => {
    const { file } = request.params;
    const type = contentTypes[extname(file)];
    const plain = assets.get(file);
    if (!plain || !type) {
      throw new HttpError(404, 'NOT_FOUND', `The explorer has no file ${JSON.stringify(file.slice(0, 80))}.`);
    }
    reply.headers({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
    });
    const encoding = accepted(request.headers['accept-encoding']).find(({ suffix }) => assets.has(file + suffix));
    if (!encoding) return reply.send(plain);
    return reply.header('content-encoding', encoding.name).send(assets.get(file + encoding.suffix));
  });
}

/** Smallest first. */
function accepted(header = '') {
  const names = header.split(',').map((entry) => entry.trim());
  return [
    { name: 'br', suffix: '.br' },
    { name: 'gzip', suffix: '.gz' },
  ].filter(({ name }) => names.includes(name));
}

/** Read once, about a megabyte, so that a build beside a running service does not change its files. Without a build only the API is served. */
function readBuilt(): { page: string | undefined; assets: ReadonlyMap<string, Buffer> } {
  if (!existsSync(join(built, 'index.html'))) return { page: undefined, assets: new Map() };
  const folder = join(built, 'assets');
  const assets = readdirSync(folder).map((file) => [file, readFileSync(join(folder, file))] as const);
  return { page: readFileSync(join(built, 'index.html'), 'utf8'), assets: new Map(assets) };
}
