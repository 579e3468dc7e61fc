import type { FormattedExecutionResult } from 'graphql';

type Data = FormattedExecutionResult['data'];

const texts = new WeakMap<object, string>();

/** The data of a result as JSON text. The same data is written once. */
export function writeData(data: NonNullable<Data>): string {
  const known = texts.get(data);
  if (known !== undefined) return known;
  const text = JSON.stringify(data);
  texts.set(data, text);
  return text;
}

/** The data of a result as its JSON text; it is parsed only where a field of it is needed. */
export function asWritten(data: NonNullable<Data>): Record<string, unknown> {
  return dataFromText(JSON.stringify(data));
}

/** Data of which only the JSON text is known; it is parsed where a field of it is needed. */
export function dataFromText(text: string): Record<string, unknown> {
  const data = new WrittenData(text);
  texts.set(data, text);
  return data;
}

class WrittenData {
  [name: string]: unknown;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.#text);
  }
}

/** For Apollo Server, which has the members in their order already. */
export function stringifyResult({ errors, data, extensions, ...rest }: FormattedExecutionResult): string {
  const text = data == null || errors !== undefined ? undefined : texts.get(data);
  if (text === undefined) return `${JSON.stringify({ errors, data, extensions, ...rest })}\n`;
  const more = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`;
  return `{"data":${text}${more}}\n`;
}
