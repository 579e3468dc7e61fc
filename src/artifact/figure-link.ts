import { createHash } from 'node:crypto';
import type { Analysis } from '../model/analysis.js';
import { canonicalJson, type Json } from '../model/canonical-json.js';
import { ConcentricError } from '../model/errors.js';
import type { Figure, SegmentKey } from '../model/figure-rows.js';
import { isRowFilter } from '../model/row-filter.js';
import { SegmentKind } from '../model/segment.js';

/** Servers and proxies take 8 kB of a request line at least. */
const MAX_TOKEN_CHARACTERS = 6_000;

/** The figure as text for a path: the same figure has the same token. @throws INVALID_INPUT where its texts are too long for a link */
export function figureToken(figure: Figure): string {
  const token = Buffer.from(figureJson(figure)).toString('base64url');
  if (token.length <= MAX_TOKEN_CHARACTERS) return token;
  const argument = longestOf(figure);
  throw new ConcentricError(
    'INVALID_INPUT',
    `The texts of "${argument}" are too long for a link: it would have ${token.length.toLocaleString('en-US')} characters, of ${MAX_TOKEN_CHARACTERS.toLocaleString('en-US')} at most. Read these rows with "rows", or filter the analysis itself.`,
    { argument, got: token.length, max: MAX_TOKEN_CHARACTERS },
  );
}

/** The figure of a token; null where no figure has it. */
export function readFigureToken(token: string): Figure | null {
  if (token.length > MAX_TOKEN_CHARACTERS) return null;
  try {
    const read = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Figure>;
    const { period, entity = null, segment = null, where = null, search = null } = read;
    if (typeof period !== 'string' || !(search === null || typeof search === 'string')) return null;
    if (!isEntity(entity) || !isSegment(segment) || !(where === null || isRowFilter(where))) return null;
    const figure: Figure = { period, entity, segment, where, search };
    // Whatever else the text holds, its figure has another token.
    return figureToken(figure) === token ? figure : null;
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

/** What is not selected is absent, so that links of earlier releases stay. A filter is Json, though its type is an interface. */
function figureJson({ period, entity, segment, where, search }: Figure): string {
  return canonicalJson({
    period,
    entity: entity == null ? null : { parts: [...entity.parts] },
    ...(segment == null ? {} : { segment: { kind: segment.kind, name: segment.name ?? null } }),
    ...(where == null ? {} : { where: where as Json }),
    ...(search == null || search === '' ? {} : { search }),
  });
}

/** The argument whose text is the longest. */
function longestOf({ entity, segment, where, search }: Figure): string {
  const lengths = Object.entries({ entity, segment, where, search }).map(
    ([argument, value]) => [argument, JSON.stringify(value ?? null).length] as const,
  );
  return lengths.reduce((longest, each) => (each[1] > longest[1] ? each : longest))[0];
}

function digest(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function isSegment(segment: unknown): segment is SegmentKey | null {
  if (segment === null) return true;
  const { kind, name } = segment as Partial<SegmentKey>;
  return kind !== undefined && Object.hasOwn(SegmentKind, kind) && (name === null || typeof name === 'string');
}

function isEntity(entity: unknown): boolean {
  if (entity === null) return true;
  const { parts } = entity as { parts?: unknown };
  return Array.isArray(parts) && parts.every((part) => part === null || typeof part === 'string');
}
