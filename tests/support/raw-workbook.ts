import { type ZipEntry, zipFile } from './zip-file.js';

export interface RawSheet {
  name?: string;
  /** Default visible. */
  state?: 'hidden' | 'veryHidden';
  /** What stands between <sheetData> and </sheetData>. */
  data?: string;
  /** What stands after it. */
  after?: string;
  /** The whole part instead, in any encoding. */
  xml?: string | Buffer;
  /** Default worksheet. */
  type?: string;
}

export interface RawWorkbook {
  sheets: RawSheet[];
  /** The <si> elements. */
  strings?: string;
  /** Number formats of styles 0, 1, …: built-in ids or codes. */
  formats?: (number | string)[];
  date1904?: boolean;
  /** Further entries, or others in place of those made here. */
  entries?: ZipEntry[];
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** An .xlsx file whose XML the test writes itself. */
export function rawWorkbook(workbook: RawWorkbook): Buffer {
  return zipFile(rawParts(workbook));
}

export function rawParts({ sheets, strings, formats = [], date1904, entries = [] }: RawWorkbook): ZipEntry[] {
  const parts = new Map<string, ZipEntry>();
  const add = (name: string, data: string | Buffer): void => {
    parts.set(name, { name, data });
  };
  add(
    '_rels/.rels',
    `${DECLARATION}<Relationships ${PACKAGE}><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  const tabs = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${name ?? `Sheet${i + 1}`}" sheetId="${i + 1}"${state ? ` state="${state}"` : ''} r:id="rId${i + 1}"/>`,
  );
  add(
    'xl/workbook.xml',
    `${DECLARATION}<workbook ${MAIN} xmlns:r="${RELATIONS}"><workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${tabs.join('')}</sheets></workbook>`,
  );
  const targets = sheets.map(
    ({ type = 'worksheet' }, i) =>
      `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${type}" Target="worksheets/sheet${i + 1}.xml"/>`,
  );
  add(
    'xl/_rels/workbook.xml.rels',
    `${DECLARATION}<Relationships ${PACKAGE}>${targets.join('')}<Relationship Id="rIdA" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rIdB" Type="${RELATIONS}/styles" Target="/xl/styles.xml"/></Relationships>`,
  );
  if (strings !== undefined) add('xl/sharedStrings.xml', `${DECLARATION}<sst ${MAIN}>${strings}</sst>`);
  const codes = formats.flatMap((format, i) =>
    typeof format === 'string' ? [`<numFmt numFmtId="${164 + i}" formatCode="${escapeXml(format)}"/>`] : [],
  );
  const styles = formats.map((format, i) => `<xf numFmtId="${typeof format === 'string' ? 164 + i : format}"/>`);
  add(
    'xl/styles.xml',
    `${DECLARATION}<styleSheet ${MAIN}><numFmts>${codes.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${styles.join('')}</cellXfs></styleSheet>`,
  );
  sheets.forEach(({ xml, data = '', after = '' }, i) => {
    add(
      `xl/worksheets/sheet${i + 1}.xml`,
      xml ?? `${DECLARATION}<worksheet ${MAIN}><dimension ref="A1"/><sheetData>${data}</sheetData>${after}</worksheet>`,
    );
  });
  for (const entry of entries) parts.set(entry.name, entry);
  return [...parts.values()];
}

/** Rows of inline texts and plain numbers, for the parts of a test that are not its point. */
export function plainRows(rows: readonly (readonly (string | number | null)[])[], firstRow = 1): string {
  return rows
    .map((cells, i) => {
      const xml = cells.map((cell) =>
        cell === null
          ? '<c/>'
          : typeof cell === 'number'
            ? `<c><v>${cell}</v></c>`
            : `<c t="inlineStr"><is><t>${escapeXml(cell)}</t></is></c>`,
      );
      return `<row r="${firstRow + i}">${xml.join('')}</row>`;
    })
    .join('');
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
