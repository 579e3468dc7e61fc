import { type DetectedDialect, detectDialect } from './dialect.js';
import { layOutText, type TextLayout } from './layout.js';
import { readTextHead } from './text-head.js';

export interface SniffRequest {
  path: string;
  /** Byte offset of the text, after a byte order mark. */
  offset: number;
  options: { delimiter?: string; headerRow?: number };
}

export interface SniffedText {
  detected: DetectedDialect;
  layout: TextLayout;
}

/**
 * Detects the dialect and the layout of a text from its first records.
 *
 * @throws the errors of readTextHead, detectDialect and layOutText.
 */
export async function sniffText({ path, offset, options }: SniffRequest): Promise<SniffedText> {
  const head = await readTextHead(path, offset);
  const detected = detectDialect(head.bytes, head.final, options.delimiter);
  return { detected, layout: layOutText(head, detected, options) };
}
