/**
 * Characters that are not seen or that change how their neighbours are shown: controls, line and paragraph separators,
 * bidirectional controls (U+202E makes `cod.exe` read `exe.doc`), zero-width and other default-ignorable characters,
 * interlinear annotations and unpaired surrogates.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/gu;

/** A name of a client as it may be kept and shown: without invisible characters, which could make it read as another. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, '');
}
