import { formatCurrency, type NumberKind, numberKind } from './number-format.js';
import { readXml } from './read-xml.js';
import { CLOSE, OPEN, xmlName } from './xml-cursor.js';
import type { ZipArchive } from './zip-archive.js';

const NUMBER_FORMATS = xmlName('numFmts');
const NUMBER_FORMAT = xmlName('numFmt');
const FORMAT_ID = xmlName('numFmtId');
const FORMAT_CODE = xmlName('formatCode');
const CELL_FORMATS = xmlName('cellXfs');
const CELL_FORMAT = xmlName('xf');
const ALIGNMENT = xmlName('alignment');
const INDENT = xmlName('indent');
const MAX_INDENT = 250;

/** By style index (the `s` of a cell). */
export interface CellStyles {
  kinds: NumberKind[];
  /** ISO code of the currency that the number format shows; null for none. */
  currencies: (string | null)[];
  /** Steps by which the text is indented. */
  indents: number[];
}

export async function readCellStyles(archive: ZipArchive, part: string | null): Promise<CellStyles> {
  if (part === null || !archive.has(part)) return { kinds: [], currencies: [], indents: [] };
  const codes = new Map<number, string>();
  const formatIds: number[] = [];
  const indents: number[] = [];
  // The same elements occur in other sections (differential and named styles) with another meaning.
  let section = 0;
  await readXml(archive.read(part), part, (xml) => {
    if (xml.name === NUMBER_FORMATS || xml.name === CELL_FORMATS) {
      if (xml.kind === OPEN) section = xml.name;
      if (xml.kind === CLOSE) section = 0;
    } else if (xml.kind === OPEN && section === NUMBER_FORMATS && xml.name === NUMBER_FORMAT) {
      codes.set(Number(xml.attributeText(FORMAT_ID)), xml.attributeText(FORMAT_CODE) ?? '');
    } else if (xml.kind === OPEN && section === CELL_FORMATS && xml.name === CELL_FORMAT) {
      formatIds.push(Number(xml.attributeText(FORMAT_ID) ?? 0));
      indents.push(0);
    } else if (xml.kind === OPEN && section === CELL_FORMATS && xml.name === ALIGNMENT && indents.length > 0) {
      const indent = Number(xml.attributeText(INDENT) ?? 0);
      indents[indents.length - 1] = indent > 0 && indent <= MAX_INDENT ? Math.floor(indent) : 0;
    }
  });
  const currencies = new Map([...codes].map(([id, code]) => [id, formatCurrency(code)]));
  return {
    kinds: formatIds.map((id) => numberKind(id, codes.get(id))),
    currencies: formatIds.map((id) => currencies.get(id) ?? null),
    indents,
  };
}
