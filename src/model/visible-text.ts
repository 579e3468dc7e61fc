/**
 * Characters that are invisible or change the display of their neighbours: controls, line and paragraph separators,
 * bidirectional controls (U+202E makes `cod.exe` read `exe.doc`), zero-width and other default-ignorable characters,
 * interlinear annotations and unpaired surrogates.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{FFF9}-\u{FFFB}]/gu;

/** The text without invisible characters, which could make a name look like another one. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, '');
}
