/** The kind of a file by its content or extension: a supported format, or the name of an unsupported one. */
export type FileKind = 'text' | 'XLSX' | 'PARQUET' | keyof typeof UNSUPPORTED;

/** Recognized formats that are not supported, each with what the user can do instead. */
export const UNSUPPORTED = {
  'an .xls workbook of Excel 97–2003': 'Open it in Excel and save it as .xlsx.',
  'an encrypted Office document':
    'Open it in Excel, remove its password (File, Info, Protect Workbook) and save it as .xlsx.',
  'an .xlsb workbook': 'Open it in Excel and save it as .xlsx.',
  'an OpenDocument spreadsheet': 'Save it as .xlsx or .csv.',
  'a Numbers or Pages document': 'Export it as .xlsx or .csv.',
  'a Word document': 'Copy its table into a spreadsheet and save that as .xlsx or .csv.',
  'a presentation': 'Copy its table into a spreadsheet and save that as .xlsx or .csv.',
  'a zip archive': 'Unpack it and upload the file inside.',
  'a gzip archive': 'Unpack it and upload the file inside.',
  'an archive': 'Unpack it and upload the file inside.',
  'a PDF document': 'Upload the table it was made from as .xlsx or .csv.',
  'an image': 'Upload the table it shows as .xlsx or .csv.',
  'an HTML page': 'Open it in a spreadsheet program and save it as .xlsx or .csv.',
  'an XML document': 'Open it in a spreadsheet program and save it as .xlsx or .csv.',
  'a JSON document': 'Convert it to .csv, one line a row.',
  'a rich text document': 'Copy its table into a spreadsheet and save that as .xlsx or .csv.',
  'an SQLite database': 'Export the table as .csv.',
  'an Arrow file': 'Save it as .parquet or .csv.',
  'an Avro file': 'Save it as .parquet or .csv.',
  'binary data': 'Export the table as .csv, .xlsx or .parquet.',
} as const;

/** Supported kinds of content: their names and extensions. */
export const SUPPORTED = {
  text: { name: 'delimited text', extension: '.csv' },
  XLSX: { name: 'an Excel workbook', extension: '.xlsx' },
  PARQUET: { name: 'Parquet', extension: '.parquet' },
} as const;

export const KIND_BY_EXTENSION: ReadonlyMap<string, FileKind> = new Map(
  Object.entries<FileKind>({
    csv: 'text',
    tsv: 'text',
    tab: 'text',
    psv: 'text',
    txt: 'text',
    xlsx: 'XLSX',
    xlsm: 'XLSX',
    parquet: 'PARQUET',
    pq: 'PARQUET',
    xls: 'an .xls workbook of Excel 97–2003',
    xlsb: 'an .xlsb workbook',
    ods: 'an OpenDocument spreadsheet',
    numbers: 'a Numbers or Pages document',
    doc: 'a Word document',
    docx: 'a Word document',
    ppt: 'a presentation',
    pptx: 'a presentation',
    zip: 'a zip archive',
    gz: 'a gzip archive',
    pdf: 'a PDF document',
    png: 'an image',
    jpg: 'an image',
    jpeg: 'an image',
    gif: 'an image',
    htm: 'an HTML page',
    html: 'an HTML page',
    xml: 'an XML document',
    json: 'a JSON document',
    rtf: 'a rich text document',
    sqlite: 'an SQLite database',
    feather: 'an Arrow file',
    avro: 'an Avro file',
  }),
);

/** First bytes, as Latin-1. No text begins with any of them. */
export const KIND_BY_FIRST_BYTES: readonly (readonly [bytes: string, kind: FileKind])[] = [
  ['%PDF-', 'a PDF document'],
  ['\x89PNG', 'an image'],
  ['\xff\xd8\xff', 'an image'],
  ['GIF87a', 'an image'],
  ['GIF89a', 'an image'],
  ['\x1f\x8b', 'a gzip archive'],
  ['BZh91AY&SY', 'an archive'],
  ['\xfd7zXZ', 'an archive'],
  ['7z\xbc\xaf\x27\x1c', 'an archive'],
  ['Rar!\x1a\x07', 'an archive'],
  ['\x28\xb5\x2f\xfd', 'an archive'],
  ['{\\rtf', 'a rich text document'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['ARROW1\0\0', 'an Arrow file'],
  ['Obj\x01', 'an Avro file'],
];
