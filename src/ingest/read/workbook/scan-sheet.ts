import { ByteText } from './byte-text.js';
import { parseDigits } from './number-text.js';
import { readXml } from './read-xml.js';
import { unreadable } from './unreadable.js';
import { nameOf, OPEN, TEXT, type XmlCursor, xmlName } from './xml-cursor.js';
import type { ZipArchive } from './zip-archive.js';

/** Excel's limits. */
const MAX_ROW = 1_048_576;
const MAX_COLUMN = 16_384;

/** The `t` attribute of a cell; the default is a number. */
export type CellType = 'n' | 's' | 'str' | 'inlineStr' | 'b' | 'e' | 'd';

/** A cell as stored in the sheet's XML. The object is reused for all cells. */
export interface Cell {
  /** 1-based. */
  row: number;
  /** 0-based. */
  column: number;
  type: CellType;
  /** Index of the cell's style. */
  style: number;
  hasFormula: boolean;
  /** The text of a formula that begins with S, as sums do; others are not collected. */
  formula: ByteText;
  /** Index of a shared formula; -1 if it is not shared. */
  sharedFormula: number;
  /** The stored value; for type `s` the index of a shared string. */
  value: ByteText;
}

export interface SheetVisitor {
  /** Called in ascending order of rows and, within a row, of columns; also for cells without a value. */
  onCell(cell: Cell): void;
  /** Returns false to stop. @param hidden the row is hidden, by the user or by a filter */
  onRowEnd(row: number, hidden: boolean): unknown;
  /** Called before all rows with a range of hidden columns, 0-based, inclusive. */
  onHiddenColumns?(first: number, last: number): void;
  /** Called after all rows with a range such as `A1:C1`. */
  onMerge?(range: string): void;
}

const CELL_TYPES: ReadonlyMap<number, CellType> = new Map(
  (['n', 's', 'str', 'inlineStr', 'b', 'e', 'd'] as const).map((type) => [xmlName(type), type]),
);

const SHEET_DATA = xmlName('sheetData');
const ROW = xmlName('row');
const CELL = xmlName('c');
const VALUE = xmlName('v');
const VALUE_TAG = Buffer.from('<v>');
const FORMULA = xmlName('f');
const INLINE = xmlName('is');
const INLINE_TEXT = xmlName('t');
const PHONETIC = xmlName('rPh');
const COLUMNS = xmlName('col');
const MERGE = xmlName('mergeCell');
const REFERENCE = xmlName('r');
const STYLE = xmlName('s');
const TYPE = xmlName('t');
const SHARED_INDEX = xmlName('si');
const LOWER_CASE_BIT = 0x20;
const LOWER_S = 0x73;
const RANGE = xmlName('ref');
const HIDDEN = xmlName('hidden');
const FIRST = xmlName('min');
const LAST = xmlName('max');

/**
 * Visits the cells of a worksheet part. Ignores the declared dimension, which may be wrong.
 *
 * @throws UNREADABLE_FILE if the XML is damaged, or rows or cells are out of order or beyond Excel's limits
 */
export async function scanSheet(archive: ZipArchive, part: string, visitor: SheetVisitor): Promise<void> {
  const scan = new SheetScan(part, visitor);
  await readXml(archive.read(part), part, (xml) => scan.token(xml));
}

class SheetScan {
  private readonly cell: Cell = {
    row: 0,
    column: -1,
    type: 'n',
    style: 0,
    hasFormula: false,
    formula: new ByteText(),
    sharedFormula: -1,
    value: new ByteText(),
  };
  private inData = false;
  private inRow = false;
  private rowIsHidden = false;
  private inCell = false;
  private inValue = false;
  private inFormula = false;
  private inInline = false;
  private inPhonetic = false;

  constructor(
    private readonly part: string,
    private readonly visitor: SheetVisitor,
  ) {}

  token(xml: XmlCursor): unknown {
    if (xml.kind === TEXT) {
      if (this.inValue) this.cell.value.append(xml);
      else if (this.inFormula && this.mayBeSum(xml)) this.cell.formula.append(xml);
    } else if (xml.kind === OPEN) {
      this.open(xml);
    } else {
      return this.close(xml.name);
    }
  }

  private open(xml: XmlCursor): void {
    const { name } = xml;
    if (this.inCell) {
      if (name === VALUE) this.inValue = true;
      else if (name === FORMULA) this.startFormula(xml);
      else if (name === INLINE) this.inInline = true;
      else if (name === PHONETIC) this.inPhonetic = true;
      else if (name === INLINE_TEXT) this.inValue = this.inInline && !this.inPhonetic;
    } else if (this.inRow) {
      if (name === CELL) this.startCell(xml);
    } else if (this.inData) {
      if (name === ROW) this.startRow(xml);
    } else if (name === SHEET_DATA) {
      this.inData = true;
    } else if (name === COLUMNS) {
      this.startColumns(xml);
    } else if (name === MERGE) {
      this.visitor.onMerge?.(xml.attributeText(RANGE) ?? '');
    }
  }

  private close(name: number): unknown {
    if (this.inCell) {
      if (name === VALUE || name === INLINE_TEXT) this.inValue = false;
      else if (name === FORMULA) this.inFormula = false;
      else if (name === INLINE) this.inInline = false;
      else if (name === PHONETIC) this.inPhonetic = false;
      else if (name === CELL) {
        this.inCell = false;
        this.visitor.onCell(this.cell);
      }
    } else if (name === ROW && this.inRow) {
      this.inRow = false;
      return this.visitor.onRowEnd(this.cell.row, this.rowIsHidden);
    } else if (name === SHEET_DATA) {
      this.inData = false;
    }
  }

  private startFormula(xml: XmlCursor): void {
    const { cell } = this;
    cell.hasFormula = true;
    this.inFormula = true;
    const at = xml.attribute(SHARED_INDEX);
    cell.sharedFormula = at < 0 ? -1 : parseDigits(xml.bytes, xml.attributeStart(at), xml.attributeEnd(at));
  }

  private mayBeSum(xml: XmlCursor): boolean {
    return this.cell.formula.end > 0 || ((xml.bytes[xml.start] ?? 0) | LOWER_CASE_BIT) === LOWER_S;
  }

  private startRow(xml: XmlCursor): void {
    const { cell } = this;
    const before = cell.row;
    const at = xml.attribute(REFERENCE);
    cell.row = at < 0 ? before + 1 : parseDigits(xml.bytes, xml.attributeStart(at), xml.attributeEnd(at));
    cell.column = -1;
    if (!(cell.row > before && cell.row <= MAX_ROW)) {
      throw unreadable(this.part, `has a row "${xml.attributeText(REFERENCE) ?? cell.row}" after row ${before}`);
    }
    this.inRow = true;
    this.rowIsHidden = isTrue(xml, HIDDEN);
  }

  private startColumns(xml: XmlCursor): void {
    if (!isTrue(xml, HIDDEN)) return;
    const [first, last] = [FIRST, LAST].map((name) => Number(xml.attributeText(name)));
    if (first! >= 1 && last! >= first! && last! <= MAX_COLUMN) this.visitor.onHiddenColumns?.(first! - 1, last! - 1);
  }

  private startCell(xml: XmlCursor): void {
    const { cell } = this;
    const before = cell.column;
    const at = xml.attribute(REFERENCE);
    cell.column = at < 0 ? before + 1 : columnIndex(xml.bytes, xml.attributeStart(at), xml.attributeEnd(at));
    if (!(cell.column > before && cell.column < MAX_COLUMN)) {
      throw unreadable(
        this.part,
        `has a cell "${xml.attributeText(REFERENCE) ?? ''}" in row ${cell.row} after ${before + 1} columns`,
      );
    }
    const style = xml.attribute(STYLE);
    cell.style = style < 0 ? 0 : parseDigits(xml.bytes, xml.attributeStart(style), xml.attributeEnd(style));
    cell.type = this.cellType(xml);
    cell.hasFormula = false;
    cell.sharedFormula = -1;
    cell.formula.clear();
    cell.value.clear();
    if (xml.takeLeaf(VALUE_TAG)) cell.value.append(xml);
    this.inCell = true;
  }

  private cellType(xml: XmlCursor): CellType {
    const at = xml.attribute(TYPE);
    if (at < 0) return 'n';
    const type = CELL_TYPES.get(nameOf(xml.bytes, xml.attributeStart(at), xml.attributeEnd(at)));
    if (type) return type;
    throw unreadable(this.part, `has a cell of the unknown type "${xml.attributeText(TYPE)}" in row ${this.cell.row}`);
  }
}

/** In the schema a true value is `1` or `true`. */
function isTrue(xml: XmlCursor, name: number): boolean {
  const at = xml.attribute(name);
  if (at < 0) return false;
  const first = xml.bytes[xml.attributeStart(at)]!;
  return first === 0x31 || first === 0x74;
}

/** `BC23` → 54. @returns NaN if it does not start with a letter */
function columnIndex(bytes: Uint8Array, start: number, end: number): number {
  let column = 0;
  for (let at = start; at < end; at++) {
    const letter = (bytes[at]! | 0x20) - 0x60;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column > 0 ? column - 1 : Number.NaN;
}
