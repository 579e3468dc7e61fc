const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Decodes character data: normalizes line ends and resolves references. @returns null if a reference is unknown */
export function decodeXmlText(raw: string): string | null {
  if (!/[&\r]/.test(raw)) return raw;
  let valid = true;
  const text = raw.replace(/\r\n?/g, '\n').replace(/&([^;&]*)(;?)/g, (_, reference: string, end: string) => {
    const character = end ? resolveReference(reference) : null;
    if (character === null) valid = false;
    return character ?? '';
  });
  return valid ? text : null;
}

/** `_x000D_` → CR: the escape for characters that XML does not allow (ECMA-376 part 1, §22.9.2.19, ST_Xstring). */
export function decodeSpreadsheetEscapes(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function resolveReference(reference: string): string | null {
  const number = /^#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}))$/.exec(reference);
  if (!number) return Object.hasOwn(NAMED, reference) ? NAMED[reference]! : null;
  const code = number[1] ? Number.parseInt(number[1], 16) : Number(number[2]);
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
