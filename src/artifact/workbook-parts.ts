/**
 * A small writer of SpreadsheetML (ECMA-376 part 1, with Microsoft's extension for data bars): what the workbook of an
 * analysis needs and nothing else. Why not a library: docs/adr/0004.
 */

export type Cell = string | number | null;

/** How a cell looks; cells that look the same share one entry of styles.xml. */
export interface Look {
  /** Number format; none for texts. */
  format?: string;
  isBold?: boolean;
  size?: number;
  /** RRGGBB, here and below. */
  color?: string;
  fill?: string;
  lineAbove?: string;
  horizontal?: 'left' | 'right';
  vertical?: 'top' | 'center';
  wraps?: boolean;
  indent?: number;
}

export interface SheetRow {
  cells: readonly Cell[];
  /** One for each cell. */
  looks: readonly Look[];
  /** In points; default: one line. */
  height?: number;
}

export interface Sheet {
  name: string;
  /** In characters of the default font, one for each column. */
  widths: readonly number[];
  rows: Iterable<SheetRow>;
  /** The first row is a header and the first column a name: both stay in view, the header filters, both repeat on paper. */
  isTable: boolean;
  /** 1-based columns of shares, 0 to 1, that get bars. */
  barColumns: readonly number[];
  /** 1-based columns whose texts look like numbers on purpose. */
  numericTextColumns: readonly number[];
  /** Columns that are printed, from the first; and rows, where it is not all. */
  printed: { columns: number; rows?: number };
  page: { header: string; footer: string };
  picture?: Picture;
}

/** A PNG on a sheet, its top left corner at that of the row, in CSS pixels. */
export interface Picture {
  png: Buffer;
  /** 1-based. */
  row: number;
  width: number;
  height: number;
  /** Read out where the picture cannot be seen. */
  description: string;
}

export interface Workbook {
  properties: { title: string; subject: string; keywords: string; description: string; creator: string; at: string };
  sheets: readonly Sheet[];
}

/** A file of the package; its pieces are made as they are written. */
export interface Part {
  name: string;
  content(): Iterable<string> | Buffer;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';
const X14 = 'http://schemas.microsoft.com/office/spreadsheetml/2009/9/main';
const TYPE = 'application/vnd.openxmlformats-officedocument';

const FONT_NAME = 'Calibri';
const FONT_SIZE = 11;
const INK = '1F2933';
const BAR = 'BFD6F0';
const NEGATIVE_BAR = 'F0C4B4';
const BAR_AXIS = '9AA5B1';
const A4 = 9;
/** Lengths in drawings are in English Metric Units. */
const EMU_PER_PIXEL = 9525;

/** All parts of the workbook, in the order they are to be written: looks are known when all sheets are. */
export function* workbookParts({ properties, sheets }: Workbook): Generator<Part> {
  const styles = new Styles();
  const rowCounts = sheets.map(() => 0);
  yield part('[Content_Types].xml', () => contentTypes(sheets));
  yield part('_rels/.rels', () =>
    relationships([
      [`${OFFICE}/officeDocument`, 'xl/workbook.xml'],
      [`${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'],
      [`${OFFICE}/extended-properties`, 'docProps/app.xml'],
    ]),
  );
  yield part('docProps/core.xml', () => coreProperties(properties));
  yield part(
    'docProps/app.xml',
    () =>
      `<Properties xmlns="${OFFICE.replace('relationships', 'extended-properties')}"><Application>Concentric</Application></Properties>`,
  );
  for (const [index, sheet] of sheets.entries()) {
    yield {
      name: `xl/worksheets/sheet${index + 1}.xml`,
      *content() {
        rowCounts[index] = yield* worksheet(sheet, index, styles);
      },
    };
    if (sheet.picture) yield* pictureParts(sheet.picture, index + 1);
  }
  yield part('xl/styles.xml', () => styles.xml());
  yield part('xl/workbook.xml', () => workbook(sheets, rowCounts));
  yield part('xl/_rels/workbook.xml.rels', () =>
    relationships([
      ...sheets.map((_, index): Relationship => [`${OFFICE}/worksheet`, `worksheets/sheet${index + 1}.xml`]),
      [`${OFFICE}/styles`, 'styles.xml'],
    ]),
  );
}

function part(name: string, xml: () => string): Part {
  return { name, content: () => [XML + xml()] };
}

type Relationship = [type: string, target: string];

/** Ids are rId1, rId2, … in their order. */
function relationships(list: readonly Relationship[]): string {
  const each = list.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${each.join('')}</Relationships>`;
}

function contentTypes(sheets: readonly Sheet[]): string {
  const override = (name: string, type: string) => `<Override PartName="/${name}" ContentType="${type}"/>`;
  const parts = sheets.flatMap(({ picture }, index) => [
    override(`xl/worksheets/sheet${index + 1}.xml`, `${TYPE}.spreadsheetml.worksheet+xml`),
    ...(picture ? [override(`xl/drawings/drawing${index + 1}.xml`, `${TYPE}.drawing+xml`)] : []),
  ]);
  return [
    `<Types xmlns="${PACKAGE}/content-types">`,
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`,
    `<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>`,
    override('xl/workbook.xml', `${TYPE}.spreadsheetml.sheet.main+xml`),
    override('xl/styles.xml', `${TYPE}.spreadsheetml.styles+xml`),
    override('docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
    override('docProps/app.xml', `${TYPE}.extended-properties+xml`),
    ...parts,
    '</Types>',
  ].join('');
}

function coreProperties({ title, subject, keywords, description, creator, at }: Workbook['properties']): string {
  const time = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${escaped(at)}</dcterms:${name}>`;
  return [
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`,
    `<dc:title>${escaped(title)}</dc:title><dc:subject>${escaped(subject)}</dc:subject>`,
    `<dc:creator>${escaped(creator)}</dc:creator><cp:keywords>${escaped(keywords)}</cp:keywords>`,
    `<dc:description>${escaped(description)}</dc:description><cp:lastModifiedBy>${escaped(creator)}</cp:lastModifiedBy>`,
    `${time('created')}${time('modified')}</cp:coreProperties>`,
  ].join('');
}

function workbook(sheets: readonly Sheet[], rowCounts: readonly number[]): string {
  const listed = sheets.map(
    ({ name }, index) => `<sheet name="${escaped(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  const names = sheets.flatMap(({ name, widths, isTable, printed }, index) => {
    const rows = rowCounts[index]!;
    const area = (columns: number, count: number) => `'${name}'!$A$1:$${letters(columns)}$${count}`;
    const defined = (title: string, range: string, more = '') => ({
      title,
      xml: `<definedName name="_xlnm.${title}" localSheetId="${index}"${more}>${escaped(range)}</definedName>`,
    });
    const table = [
      defined('_FilterDatabase', area(widths.length, rows), ' hidden="1"'),
      defined('Print_Titles', `'${name}'!$A:$A,'${name}'!$1:$1`),
    ];
    return [...(isTable ? table : []), defined('Print_Area', area(printed.columns, printed.rows ?? rows))];
  });
  // Sorted as Excel does.
  const sorted = names.sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : 0)).map(({ xml }) => xml);
  return [
    `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr/><bookViews><workbookView activeTab="0"/></bookViews>`,
    `<sheets>${listed.join('')}</sheets><definedNames>${sorted.join('')}</definedNames></workbook>`,
  ].join('');
}

/** Returns the number of rows. The order of the elements is the schema's. */
function* worksheet(sheet: Sheet, index: number, styles: Styles): Generator<string, number> {
  const { widths, isTable, barColumns, numericTextColumns, picture } = sheet;
  const selected = index === 0 ? ' tabSelected="1"' : '';
  const pane = isTable
    ? '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/><selection pane="bottomRight"/>'
    : '';
  const columns = widths.map(
    (width, column) => `<col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"/>`,
  );
  yield `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`;
  yield `<sheetViews><sheetView showGridLines="0"${selected} workbookViewId="0">${pane}</sheetView></sheetViews>`;
  yield `<sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>`;
  let count = 0;
  for (const row of sheet.rows) yield sheetRow(row, ++count, styles);
  yield '</sheetData>';
  if (isTable) yield `<autoFilter ref="A1:${letters(widths.length)}${count}"/>`;

  const bars = count < 2 ? [] : barColumns.map((column) => `${letters(column)}2:${letters(column)}${count}`);
  for (const [bar, range] of bars.entries()) yield barRule(range, bar);
  yield '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>';
  yield `<pageSetup paperSize="${A4}" orientation="landscape" fitToHeight="${isTable ? 0 : 1}"/>`;
  yield `<headerFooter><oddHeader>${escaped(sheet.page.header)}</oddHeader><oddFooter>${escaped(sheet.page.footer)}</oddFooter></headerFooter>`;
  const texts = numericTextColumns.map((column) => `${letters(column)}1:${letters(column)}${count}`).join(' ');
  if (texts !== '') yield `<ignoredErrors><ignoredError sqref="${texts}" numberStoredAsText="1"/></ignoredErrors>`;
  if (picture) yield '<drawing r:id="rId1"/>';
  if (bars.length > 0) yield barExtension(bars);
  yield '</worksheet>';
  return count;
}

function sheetRow({ cells, looks, height }: SheetRow, row: number, styles: Styles): string {
  const xml = cells.map((cell, index) => {
    const look = looks[index]!;
    const style = styles.of(look, typeof cell === 'string' && RUNS.test(cell));
    const start = `<c r="${letters(index + 1)}${row}" s="${style}"`;
    if (cell === null) return `${start}/>`;
    if (typeof cell === 'number') return `${start}><v>${cell}</v></c>`;
    return `${start} t="inlineStr"><is><t xml:space="preserve">${cellText(cell)}</t></is></c>`;
  });
  const tall = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
  return `<row r="${row}"${tall}>${xml.join('')}</row>`;
}

/** What Excel would take for a formula if somebody edited the cell: it gets the mark of a text. */
const RUNS = /^[=+\-@\t\r]/;

/** ECMA-376 part 1, 22.9.2.19: what XML cannot hold is written as _xHHHH_, and what looks like that with its _ so written. */
function cellText(text: string): string {
  return escaped(
    text
      .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g, (character) => {
        return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
      }),
  );
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way at all to write what is left out. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll(/[&<>"]/g, (character) => ENTITIES[character]!);
}

/** From 0 to 100 % of the total, so that bars compare across periods. */
function barRule(range: string, bar: number): string {
  return [
    `<conditionalFormatting sqref="${range}"><cfRule type="dataBar" priority="${bar + 1}">`,
    `<dataBar><cfvo type="num" val="0"/><cfvo type="num" val="1"/><color rgb="FF${BAR}"/></dataBar>`,
    `<extLst><ext xmlns:x14="${X14}" uri="{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"><x14:id>${barId(bar)}</x14:id></ext></extLst>`,
    '</cfRule></conditionalFormatting>',
  ].join('');
}

/** Plain bars without a gradient, and such below zero in another colour, are what Excel 2010 added. */
function barExtension(ranges: readonly string[]): string {
  const rules = ranges.map((range, bar) =>
    [
      `<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">`,
      `<x14:cfRule type="dataBar" id="${barId(bar)}"><x14:dataBar minLength="0" maxLength="100" gradient="0">`,
      '<x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>1</xm:f></x14:cfvo>',
      `<x14:negativeFillColor rgb="FF${NEGATIVE_BAR}"/><x14:axisColor rgb="FF${BAR_AXIS}"/>`,
      `</x14:dataBar></x14:cfRule><xm:sqref>${range}</xm:sqref></x14:conditionalFormatting>`,
    ].join(''),
  );
  return `<extLst><ext xmlns:x14="${X14}" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>${rules.join('')}</x14:conditionalFormattings></ext></extLst>`;
}

function barId(bar: number): string {
  return `{C0CE2721-0000-4000-8000-${String(bar + 1).padStart(12, '0')}}`;
}

function* pictureParts({ png, row, width, height, description }: Picture, sheet: number): Generator<Part> {
  const size = `cx="${width * EMU_PER_PIXEL}" cy="${height * EMU_PER_PIXEL}"`;
  yield part(`xl/worksheets/_rels/sheet${sheet}.xml.rels`, () =>
    relationships([[`${OFFICE}/drawing`, `../drawings/drawing${sheet}.xml`]]),
  );
  yield part(`xl/drawings/drawing${sheet}.xml`, () =>
    [
      `<xdr:wsDr xmlns:xdr="${DRAWING}/spreadsheetDrawing" xmlns:a="${DRAWING}/main" xmlns:r="${OFFICE}"><xdr:oneCellAnchor>`,
      `<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>`,
      `<xdr:ext ${size}/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="Chart" descr="${escaped(description)}"/>`,
      '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>',
      '<xdr:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>',
      `<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>`,
      '</xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>',
    ].join(''),
  );
  yield part(`xl/drawings/_rels/drawing${sheet}.xml.rels`, () =>
    relationships([[`${OFFICE}/image`, `../media/image${sheet}.png`]]),
  );
  yield { name: `xl/media/image${sheet}.png`, content: () => png };
}

/** 1 is A, 27 is AA. */
function letters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? letters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

/** Distinct looks as entries of styles.xml, numbered as they come. */
class Styles {
  private readonly fonts = new Numbered([fontXml({})]);
  // The first two are fixed by the format.
  private readonly fills = new Numbered([
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',
  ]);
  private readonly borders = new Numbered(['<border><left/><right/><top/><bottom/><diagonal/></border>']);
  private readonly formats = new Numbered(['General']);
  private readonly xfs = new Numbered(['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>']);
  private readonly known = new WeakMap<Look, [plain: number | undefined, text: number | undefined]>();

  of(look: Look, isMarkedAsText: boolean): number {
    const known = this.known.get(look) ?? [undefined, undefined];
    this.known.set(look, known);
    known[isMarkedAsText ? 1 : 0] ??= this.xfs.of(this.xfXml(look, isMarkedAsText));
    return known[isMarkedAsText ? 1 : 0]!;
  }

  xml(): string {
    const list = (name: string, { entries }: Numbered) =>
      `<${name} count="${entries.length}">${entries.join('')}</${name}>`;
    const formats = this.formats.entries
      .slice(1)
      .map((format, index) => `<numFmt numFmtId="${FIRST_FORMAT + index}" formatCode="${escaped(format)}"/>`);
    return [
      `<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${formats.join('')}</numFmts>`,
      list('fonts', this.fonts),
      list('fills', this.fills),
      list('borders', this.borders),
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
      list('cellXfs', this.xfs),
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    ].join('');
  }

  private xfXml(look: Look, isMarkedAsText: boolean): string {
    const { format = 'General', fill, lineAbove, horizontal, vertical = 'top', wraps, indent } = look;
    const formatNumber = this.formats.of(format);
    const font = this.fonts.of(fontXml(look));
    const filled = fill === undefined ? 0 : this.fills.of(fillXml(fill));
    const border = lineAbove === undefined ? 0 : this.borders.of(borderXml(lineAbove));
    const alignment = [
      ...(horizontal ? [`horizontal="${horizontal}"`] : []),
      `vertical="${vertical}"`,
      ...(wraps ? ['wrapText="1"'] : []),
      ...(indent ? [`indent="${indent}"`] : []),
    ];
    const formatId = formatNumber === 0 ? 0 : FIRST_FORMAT + formatNumber - 1;
    return [
      `<xf numFmtId="${formatId}" fontId="${font}" fillId="${filled}" borderId="${border}" xfId="0"`,
      `${isMarkedAsText ? ' quotePrefix="1"' : ''} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">`,
      `<alignment ${alignment.join(' ')}/></xf>`,
    ].join('');
  }
}

/** Those below are built in. */
const FIRST_FORMAT = 164;

function fontXml({ isBold, size = FONT_SIZE, color = INK }: Look): string {
  return `<font>${isBold ? '<b/>' : ''}<sz val="${size}"/><color rgb="FF${color}"/><name val="${FONT_NAME}"/><family val="2"/></font>`;
}

function fillXml(color: string): string {
  return `<fill><patternFill patternType="solid"><fgColor rgb="FF${color}"/><bgColor indexed="64"/></patternFill></fill>`;
}

function borderXml(top: string): string {
  return `<border><left/><right/><top style="thin"><color rgb="FF${top}"/></top><bottom/><diagonal/></border>`;
}

class Numbered {
  constructor(readonly entries: string[]) {}

  of(entry: string): number {
    const index = this.entries.indexOf(entry);
    return index === -1 ? this.entries.push(entry) - 1 : index;
  }
}
