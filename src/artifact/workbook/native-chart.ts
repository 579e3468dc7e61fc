import type { ZipChanges } from './repack-zip.js';

/** Bars and a line over the same categories, which a spreadsheet draws from its cells: both of fractions. */
export interface Chart {
  /** Name of the sheet with the cells, the first of the workbook, on which the chart is. */
  sheet: string;
  /** Cells covered, 0-based and from the top left corner of the first to that of the last. */
  from: { column: number; row: number };
  to: { column: number; row: number };
  /** What it shows, for people who do not see it. */
  description: string;
  categories: { cells: string; texts: readonly string[] };
  bars: Series;
  line: Series;
}

interface Series {
  name: string;
  /** Absolute reference of one column: `$D$5:$D$24`. */
  cells: string;
  /** Shown until the spreadsheet has read the cells. */
  values: readonly (number | null)[];
}

const BAR = '1F3A5F';
const LINE = 'B4470F';
const SOFT_INK = '616E7C';
const RULE = 'E4E7EB';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DRAWING = 'http://schemas.openxmlformats.org/drawingml/2006';
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The parts that a chart adds to a workbook (ECMA-376 part 1, 21.2 and 20.5): exceljs writes none. */
export function chartParts(chart: Chart): ZipChanges {
  const relation = (id: string, kind: string, target: string) =>
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="${id}" Type="${RELATIONS}/${kind}" Target="${target}"/></Relationships>`;
  const edits: Record<string, (content: string) => string> = {
    '[Content_Types].xml': (xml) => xml.replace('</Types>', `${CONTENT_TYPES}</Types>`),
    // After the header and footer of the page, as the schema's order of elements requires.
    'xl/worksheets/sheet1.xml': (xml) =>
      xml.replace('</headerFooter>', `</headerFooter><drawing xmlns:r="${RELATIONS}" r:id="rIdChart"/>`),
  };
  return {
    added: new Map([
      ['xl/worksheets/_rels/sheet1.xml.rels', relation('rIdChart', 'drawing', '../drawings/drawing1.xml')],
      ['xl/drawings/drawing1.xml', drawingXml(chart)],
      ['xl/drawings/_rels/drawing1.xml.rels', relation('rId1', 'chart', '../charts/chart1.xml')],
      ['xl/charts/chart1.xml', chartXml(chart)],
    ]),
    editOf: (name) => edits[name],
  };
}

const CONTENT_TYPES =
  '<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>' +
  '<Override PartName="/xl/charts/chart1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawingml.chart+xml"/>';

function drawingXml({ from, to, description }: Chart): string {
  const corner = (name: string, { column, row }: Chart['from']) =>
    `<xdr:${name}><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:${name}>`;
  return `${XML}<xdr:wsDr xmlns:xdr="${DRAWING}/spreadsheetDrawing" xmlns:a="${DRAWING}/main"><xdr:twoCellAnchor>${corner('from', from)}${corner('to', to)}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Chart" descr="${escaped(description)}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="${DRAWING}/chart"><c:chart xmlns:c="${DRAWING}/chart" xmlns:r="${RELATIONS}" r:id="rId1"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>`;
}

function chartXml(chart: Chart): string {
  const bars = series(0, chart, chart.bars, `<c:spPr>${fill(BAR)}</c:spPr><c:invertIfNegative val="0"/>`);
  const line = series(
    1,
    chart,
    chart.line,
    `<c:spPr><a:ln w="22225" cap="rnd">${fill(LINE)}<a:round/></a:ln></c:spPr><c:marker><c:symbol val="circle"/><c:size val="4"/><c:spPr>${fill(LINE)}<a:ln>${fill(LINE)}</a:ln></c:spPr></c:marker>`,
  );
  return `${XML}<c:chartSpace xmlns:c="${DRAWING}/chart" xmlns:a="${DRAWING}/main" xmlns:r="${RELATIONS}"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>${bars}<c:gapWidth val="40"/>${AXIS_IDS}</c:barChart><c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>${line}<c:marker val="1"/>${AXIS_IDS}</c:lineChart><c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/><c:axPos val="b"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:spPr><a:ln>${fill(SOFT_INK)}</a:ln></c:spPr>${text('-2700000')}<c:crossAx val="2"/><c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>${bounds(chart)}</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines><c:spPr><a:ln w="6350">${fill(RULE)}</a:ln></c:spPr></c:majorGridlines><c:numFmt formatCode="0%" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>${text('0')}<c:crossAx val="1"/><c:crosses val="autoZero"/><c:crossBetween val="between"/></c:valAx></c:plotArea><c:legend><c:legendPos val="t"/><c:overlay val="0"/>${text('0')}</c:legend><c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:chartSpace>`;
}

/** From 0 to 100 %, where all is within: programs would choose 120 %. */
function bounds({ bars, line }: Chart): string {
  const isWithin = [...bars.values, ...line.values].every((value) => value === null || (value >= 0 && value <= 1));
  return isWithin ? '<c:max val="1"/><c:min val="0"/>' : '';
}

const AXIS_IDS = '<c:axId val="1"/><c:axId val="2"/>';

function series(index: number, { sheet, categories }: Chart, { name, cells, values }: Series, look: string): string {
  const points = <T>(texts: readonly T[], write: (value: T) => string) =>
    `<c:ptCount val="${texts.length}"/>${texts.map((value, point) => (value === null ? '' : `<c:pt idx="${point}"><c:v>${write(value)}</c:v></c:pt>`)).join('')}`;
  const reference = (area: string) => `<c:f>${escaped(sheet)}!${area}</c:f>`;
  return `<c:ser><c:idx val="${index}"/><c:order val="${index}"/><c:tx><c:v>${escaped(name)}</c:v></c:tx>${look}<c:cat><c:strRef>${reference(categories.cells)}<c:strCache>${points(categories.texts, escaped)}</c:strCache></c:strRef></c:cat><c:val><c:numRef>${reference(cells)}<c:numCache><c:formatCode>0.0%</c:formatCode>${points(values, String)}</c:numCache></c:numRef></c:val>${index === 1 ? '<c:smooth val="0"/>' : ''}</c:ser>`;
}

function fill(rgb: string): string {
  return `<a:solidFill><a:srgbClr val="${rgb}"/></a:solidFill>`;
}

/** @param rotation in 60,000ths of a degree */
function text(rotation: string): string {
  return `<c:txPr><a:bodyPr rot="${rotation}" vert="horz"/><a:p><a:pPr><a:defRPr sz="800">${fill(SOFT_INK)}</a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>`;
}

/** What XML cannot hold, escaped or not. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(value: string): string {
  return value.replaceAll(NOT_XML, '').replaceAll(/[&<>"]/g, (character) => ESCAPES[character]!);
}
