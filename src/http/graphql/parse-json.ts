import { HttpError } from '../../model/http-error.js';

/** Variables are a few levels deep; recursion over deeper ones would exhaust the stack. */
const MAX_DEPTH = 100;

/**
 * JSON that every parser reads alike: each key of an object once, and at most MAX_DEPTH levels of objects and lists.
 *
 * @param where the part of the request it belongs to, for the message
 * @throws HttpError BAD_REQUEST
 */
export function parseJson(text: string, where: string): unknown {
  const problem = structureProblem(text);
  if (problem !== null) throw new HttpError(400, 'BAD_REQUEST', `Expected ${problem} in ${where}.`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new HttpError(400, 'BAD_REQUEST', `Expected JSON in ${where}: ${message}.`, { cause });
  }
}

/** What was expected and is not there, without recursion; null where the structure is sound. Syntax is left to JSON.parse. */
function structureProblem(text: string): string | null {
  /** The keys so far of each open object; null for a list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '{':
      case '[':
        open.push(text[at] === '{' ? new Set() : null);
        if (open.length > MAX_DEPTH) return `at most ${MAX_DEPTH} levels of objects and lists`;
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case '"': {
        const end = endOfString(text, at);
        if (end === -1) return null;
        const keys = open.at(-1);
        if (keys && isBeforeColon(text, end + 1)) {
          const key = decoded(text.slice(at, end + 1));
          if (keys.has(key)) return `each key of an object once, and got ${JSON.stringify(key.slice(0, 80))} again`;
          if (key === '__proto__') return 'no key "__proto__"';
          keys.add(key);
        }
        at = end;
      }
    }
  }
  return null;
}

/** The index of the closing quote; -1 where there is none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return end;
  }
  return -1;
}

function isBeforeColon(text: string, from: number): boolean {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return text[at] === ':';
}

/** Two spellings of one key are the same key. */
function decoded(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}
