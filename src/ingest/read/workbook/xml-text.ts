const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character data as XML means it: line ends normalized, references replaced. @returns null where a reference is unknown. */
export function decodeXmlText(raw: string): string | null {
  if (!/[&\r]/.test(raw)) return raw;
  let sound = true;
  const text = raw.replace(/\r\n?/g, '\n').replace(/&([^;&]*)(;?)/g, (_, reference: string, end: string) => {
    const character = end ? referenced(reference) : null;
    if (character === null) sound = false;
    return character ?? '';
  });
  return sound ? text : null;
}

/** `_x000D_` → CR: how spreadsheet files write what XML cannot hold (ECMA-376 part 1, §22.9.2.19, ST_Xstring). */
export function decodeSpreadsheetEscapes(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function referenced(reference: string): string | null {
  const number = /^#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}))$/.exec(reference);
  if (!number) return Object.hasOwn(NAMED, reference) ? NAMED[reference]! : null;
  const code = number[1] ? Number.parseInt(number[1], 16) : Number(number[2]);
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
