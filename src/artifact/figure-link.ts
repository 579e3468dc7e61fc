import { createHash } from 'node:crypto';
import type { Analysis } from '../model/analysis.js';
import { canonicalJson } from '../model/canonical-json.js';
import { ConcentricError } from '../model/errors.js';
import type { Figure } from '../model/figure-rows.js';

/** Servers and proxies take 8 kB of a request line at least. */
const MAX_TOKEN_CHARACTERS = 6_000;

/** The figure as text for a path: the same figure has the same token. @throws INVALID_INPUT where names are too long for a link */
export function figureToken(figure: Figure): string {
  const token = Buffer.from(figureJson(figure)).toString('base64url');
  if (token.length <= MAX_TOKEN_CHARACTERS) return token;
  throw new ConcentricError(
    'INVALID_INPUT',
    `The names of "entity" are too long for a link: it would have ${token.length.toLocaleString('en-US')} characters, of ${MAX_TOKEN_CHARACTERS.toLocaleString('en-US')} at most. Read these rows with "rows", or use a filter.`,
    { argument: 'entity', got: token.length, max: MAX_TOKEN_CHARACTERS },
  );
}

/** The figure of a token; null where no figure has it. */
export function readFigureToken(token: string): Figure | null {
  if (token.length > MAX_TOKEN_CHARACTERS) return null;
  try {
    const { period, entity } = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Figure>;
    if (typeof period !== 'string') return null;
    const figure: Figure = { period, entity: entity ?? null };
    // Whatever else the text holds, its figure has another token.
    return isEntity(figure.entity) && figureToken(figure) === token ? figure : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}

/** 32 hexadecimal digits, in place of the analysis' own: of the figure of this computation of the analysis. */
export function figureHash({ parameters, algorithmVersion, computedAt }: Analysis, figure: Figure): string {
  return digest([parameters.hash, algorithmVersion, computedAt, figureJson(figure)]);
}

/** 32 hexadecimal digits, whenever the analysis was computed: for the names of downloads. */
export function figureNameHash({ parameters }: Analysis, figure: Figure): string {
  return digest([parameters.hash, figureJson(figure)]);
}

function figureJson({ period, entity }: Figure): string {
  return canonicalJson({ period, entity: entity == null ? null : { parts: [...entity.parts] } });
}

function digest(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function isEntity(entity: unknown): boolean {
  if (entity === null) return true;
  const { parts } = entity as { parts?: unknown };
  return Array.isArray(parts) && parts.every((part) => part === null || typeof part === 'string');
}
