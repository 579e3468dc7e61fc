import { type DetectedDialect, detectDialect } from './dialect.js';
import { layOutText, type TextLayout } from './layout.js';
import { readTextHead } from './text-head.js';

export interface SniffRequest {
  path: string;
  /** Where the text begins, after a byte order mark. */
  offset: number;
  options: { delimiter?: string; headerRow?: number };
}

export interface SniffedText {
  detected: DetectedDialect;
  layout: TextLayout;
}

/** Finds from its first records how a text is delimited and where its table is. @throws what detectDialect and layOutText throw */
export async function sniffText({ path, offset, options }: SniffRequest): Promise<SniffedText> {
  const head = await readTextHead(path, offset);
  const detected = detectDialect(head.bytes, head.final, options.delimiter);
  return { detected, layout: layOutText(head, detected, options) };
}
