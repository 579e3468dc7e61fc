import { gzipSync } from 'node:zlib';
import { zipFile } from '../support/zip-file.js';
import { soundParts, workbook } from './archives.js';
import { type HostileFile, read, refused } from './hostile-file.js';

const latin1 = (text: string) => () => Buffer.from(text.padEnd(64, '\0'), 'latin1');
const unsupported = (what: string, fileName: string, bytes: HostileFile['bytes'], saying: RegExp) =>
  refused(what, fileName, bytes, 'UNSUPPORTED_FORMAT', saying);
const archiveOf =
  (...names: string[]) =>
  () =>
    zipFile(names.map((name) => ({ name, data: 'x' })));
const HTML = '<!DOCTYPE html><html><body><table><tr><td>name</td><td>5</td></tr></table></body></html>';

/** Files that are not what they are called. */
export const disguises: HostileFile[] = [
  unsupported('HTML named .xlsx', 'report.xlsx', () => HTML, /named \.xlsx but holds an HTML page.*save it as \.xlsx/),
  unsupported('HTML named .xls, as many programs export it', 'report.xls', () => HTML, /HTML page/),
  unsupported('HTML named .csv', 'report.csv', () => HTML, /HTML page/),
  unsupported('HTML behind white space and a mark', 'report.csv', () => `\ufeff\n\n  ${HTML}`, /HTML page/),
  unsupported(
    'a login page instead of the file',
    'export',
    () => '<html><head><title>Sign in</title></head></html>',
    /HTML page/,
  ),
  unsupported(
    'XML of the old Excel, named .xls',
    'book.xls',
    () => '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
    /XML/,
  ),
  unsupported('JSON named .csv', 'rows.csv', () => '[{"name":"ACME","value":5}]', /JSON/),
  unsupported('a picture named .csv', 'chart.csv', latin1('\x89PNG\r\n\x1a\n'), /an image/),
  unsupported('a picture named .xlsx', 'chart.xlsx', latin1('\x89PNG\r\n\x1a\n'), /named \.xlsx but holds an image/),
  unsupported('a photograph', 'photo.jpg', latin1('\xff\xd8\xff\xe0'), /an image/),
  unsupported('a GIF named .parquet', 'x.parquet', latin1('GIF89a'), /an image/),
  unsupported('gzip named .csv', 'rows.csv', () => gzipSync('name,value\nACME,5\n'), /gzip.*Unpack/),
  unsupported('gzip', 'rows.csv.gz', () => gzipSync('name,value\nACME,5\n'), /gzip.*Unpack/),
  unsupported('a gzip bomb', 'rows.csv.gz', () => gzipSync(Buffer.alloc(30_000_000)), /gzip.*Unpack/),
  unsupported('bzip2', 'rows.csv.bz2', latin1('BZh91AY&SY'), /Unpack/),
  unsupported('xz named .csv', 'rows.csv', latin1('\xfd7zXZ\0'), /Unpack/),
  unsupported('7z', 'rows.7z', latin1('7z\xbc\xaf\x27\x1c'), /Unpack/),
  unsupported('RAR named .xlsx', 'rows.xlsx', latin1('Rar!\x1a\x07\x01'), /Unpack/),
  unsupported('Zstandard', 'rows.csv.zst', latin1('\x28\xb5\x2f\xfd'), /Unpack/),
  unsupported(
    'a zip archive of a table',
    'rows.zip',
    () => zipFile([{ name: 'rows.csv', data: 'name,value\nACME,5\n' }]),
    /Unpack/,
  ),
  unsupported(
    'a zip archive of a table, named .csv',
    'rows.csv',
    () => zipFile([{ name: 'rows.csv', data: 'name,value\nACME,5\n' }]),
    /Unpack/,
  ),
  unsupported('an .xls of Excel 97', 'book.xls', () => compoundFile('Workbook'), /save it as \.xlsx/),
  unsupported(
    'an .xls of Excel 97 named .xlsx',
    'book.xlsx',
    () => compoundFile('Workbook'),
    /named \.xlsx.*save it as \.xlsx/,
  ),
  unsupported('a workbook with a password', 'book.xlsx', () => compoundFile('EncryptedPackage'), /remove its password/),
  unsupported(
    'an old Office file whose directory is nowhere',
    'book.xls',
    () => compoundFile('Workbook', 0xffffffff),
    /save it as \.xlsx/,
  ),
  unsupported(
    'an old Office file cut after its first bytes',
    'book.xls',
    latin1('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
    /save it as \.xlsx/,
  ),
  unsupported(
    'a Word document named .xlsx',
    'book.xlsx',
    archiveOf('[Content_Types].xml', 'word/document.xml'),
    /Word document/,
  ),
  unsupported('a presentation', 'deck.pptx', archiveOf('[Content_Types].xml', 'ppt/presentation.xml'), /presentation/),
  unsupported(
    'a binary workbook',
    'book.xlsb',
    archiveOf('[Content_Types].xml', 'xl/workbook.bin'),
    /save it as \.xlsx/,
  ),
  unsupported(
    'an OpenDocument spreadsheet named .xlsx',
    'book.xlsx',
    archiveOf('mimetype', 'content.xml'),
    /OpenDocument/,
  ),
  unsupported('a Numbers document', 'book.numbers', archiveOf('Index/Document.iwa'), /Numbers/),
  unsupported('a PDF named .xlsx', 'book.xlsx', latin1('%PDF-1.7'), /PDF/),
  unsupported('a rich text document', 'table.rtf', latin1('{\\rtf1\\ansi'), /rich text/),
  unsupported('a database', 'data.csv', latin1('SQLite format 3\0'), /SQLite/),
  unsupported('an Arrow file named .parquet', 'data.parquet', latin1('ARROW1\0\0'), /Arrow/),
  unsupported('an Avro file', 'data.avro', latin1('Obj\x01'), /Avro/),
  unsupported(
    'a program of Windows',
    'table.csv',
    () => Buffer.from([0x4d, 0x5a, ...Array.from({ length: 400 }, (_, at) => (at * 37) % 256)]),
    /binary data/,
  ),
  unsupported(
    'a program of Linux',
    'table.xlsx',
    () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, ...Array.from({ length: 400 }, (_, at) => (at * 37) % 256)]),
    /binary data/,
  ),
  unsupported(
    'a text named .xlsx',
    'table.xlsx',
    () => 'name,value\nACME,5\n',
    /named \.xlsx but holds delimited text.*\.csv/,
  ),
  unsupported(
    'a text named .parquet',
    'table.parquet',
    () => 'name,value\nACME,5\n',
    /named \.parquet but holds delimited text/,
  ),
  unsupported(
    'a workbook named .csv',
    'table.csv',
    () => workbook(),
    /named \.csv but holds an Excel workbook.*\.xlsx/,
  ),
  unsupported('a text named .pdf', 'table.pdf', () => 'name,value\nACME,5\n', /named \.pdf but holds delimited text/),
  read('a workbook without an extension', 'table', () => zipFile(soundParts()), {
    rows: 2,
    columns: ['name', 'value'],
  }),
  read('a text that begins as a workbook does', 'table.csv', () => 'PK,value\nACME,5\n', {
    rows: 1,
    columns: ['pk', 'value'],
  }),
  read('a text that begins as Parquet does', 'table.csv', () => 'PAR1,value\nACME,5\n', {
    rows: 1,
    columns: ['par1', 'value'],
  }),
  read('a text that begins as a shell script does', 'table.csv', () => '#!/bin/sh,value\nACME,5\n', { rows: 1 }),
];

/** [MS-CFB]: a header, and one sector with the name of a stream in the directory. */
function compoundFile(stream: string, directory = 0): Buffer {
  const file = Buffer.alloc(1536);
  file.write('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 0, 'latin1');
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(directory, 48);
  Buffer.from(stream, 'utf16le').copy(file, 512);
  return file;
}
