import type { Random } from '../support/random.js';
import { type ZipEntry, zipFile } from '../support/zip-file.js';

/** Bytes and numbers at which readers stumble. */
const BYTES = [0x00, 0x01, 0x0a, 0x0d, 0x20, 0x22, 0x27, 0x2c, 0x3b, 0x3c, 0x3e, 0x7f, 0x80, 0xc3, 0xe2, 0xfe, 0xff];
const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** Changes bytes without regard to what they mean. */
export function mutateBytes(source: Buffer, random: Random, from = 0, to = source.length): Buffer {
  let bytes: Buffer = Buffer.from(source);
  const place = () => Math.min(bytes.length, from + Math.floor(random.upTo(Math.max(1, to - from))));
  for (let rounds = 1 + Math.floor(random.upTo(random.pick([1, 3, 8]))); rounds > 0; rounds--) {
    const at = place();
    const length = 1 + Math.floor(random.upTo(random.pick([4, 40, 400])));
    const change = random.pick(['flip', 'set', 'insert', 'delete', 'double', 'move', 'number', 'cut', 'zero'] as const);
    if (change === 'flip' && at < bytes.length) bytes[at]! ^= 1 << Math.floor(random.upTo(8));
    else if (change === 'set' && at < bytes.length) bytes[at] = random.pick(BYTES);
    else if (change === 'number' && at + 4 <= bytes.length) bytes.writeUInt32LE(random.pick(NUMBERS), at);
    else if (change === 'zero') bytes.fill(0, at, Math.min(bytes.length, at + length));
    else if (change === 'insert')
      bytes = joined(bytes.subarray(0, at), Buffer.alloc(length, random.pick(BYTES)), bytes.subarray(at));
    else if (change === 'delete') bytes = joined(bytes.subarray(0, at), bytes.subarray(at + length));
    else if (change === 'double') bytes = joined(bytes.subarray(0, at + length), bytes.subarray(at));
    else if (change === 'move')
      bytes = joined(bytes.subarray(0, at), bytes.subarray(place(), place() + length), bytes.subarray(at));
    else if (change === 'cut' && random.upTo(4) < 1) bytes = bytes.subarray(0, at);
  }
  return bytes;
}

const PIECES = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  '"\n',
  ' "',
  '" ',
  "'",
  '\0',
  '\ufffd',
  // A byte order mark in UTF-8, as joining files leaves it.
  '\xef\xbb\xbf',
  'sep=;\n',
  '\u2028',
  ',,,,,',
  '"'.repeat(99),
  'x'.repeat(5000),
  'Total',
  '1e400',
  '-',
  '99/99/9999',
  '1,2,3',
];

/** Changes a text by its lines, cells and quotes. */
export function mutateText(source: Buffer, random: Random): Buffer {
  let lines = source.toString('latin1').split('\n');
  for (let rounds = 1 + Math.floor(random.upTo(random.pick([1, 3, 10]))); rounds > 0; rounds--) {
    const at = Math.floor(random.upTo(lines.length));
    const line = lines[at] ?? '';
    const within = Math.floor(random.upTo(line.length + 1));
    const change = random.pick([
      'piece',
      'piece',
      'double',
      'delete',
      'move',
      'repeat',
      'join',
      'swap cells',
      'header again',
      'titles',
      ...(random.upTo(30) < 1 ? (['border'] as const) : []),
    ] as const);
    if (change === 'piece')
      lines[at] = line.slice(0, within) + random.pick(PIECES) + line.slice(within + Math.floor(random.upTo(3)));
    else if (change === 'double') lines.splice(at, 0, line);
    else if (change === 'delete') lines.splice(at, 1);
    else if (change === 'move') lines.splice(Math.floor(random.upTo(lines.length)), 0, ...lines.splice(at, 1));
    else if (change === 'repeat')
      lines.splice(at, 0, ...Array.from({ length: Math.floor(random.upTo(300)) }, () => line));
    else if (change === 'join') lines.splice(at, 2, line + (lines[at + 1] ?? ''));
    else if (change === 'swap cells')
      lines[at] = line
        .split(random.pick([',', ';', '\t']))
        .reverse()
        .join(random.pick([',', ';', '\t']));
    // Readers take a megabyte at a time: what stands at the border of two is cut.
    else if (change === 'border') lines.splice(at, 0, `"${'x'.repeat(1024 ** 2 - 20 + Math.floor(random.upTo(30)))}"`);
    else if (change === 'header again') lines.splice(at, 0, lines[0]!);
    else lines = ['A title', '', ...lines];
  }
  return Buffer.from(lines.join('\n'), 'latin1');
}

const MARKUP = [
  '<',
  '>',
  '"',
  '/',
  '&',
  '&amp;',
  '&#0;',
  '&#x110000;',
  '&x;',
  '</c>',
  '<c>',
  '<row>',
  '</row>',
  '<row r="2">',
  '<row r="1048576">',
  '<v>',
  '</v>',
  '<v>1e999</v>',
  '<v>-0</v>',
  '',
  'r="ZZZ9"',
  'r="A0"',
  't="s"',
  't="d"',
  't="e"',
  's="99"',
  '\0',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<is><t>',
  '<f>',
  '<mergeCell ref="A1:XFD1048576"/>',
  '<!DOCTYPE x>',
  '<?xml?>',
  '_x0000_',
  '_xD83D_',
  'xml:space="preserve"',
  '<x:row>',
  '4294967296',
  '-1',
  'NaN',
];

/** What programs write and tests seldom have, or what is sound alone and not together: each is put in the place of the first. */
const STRUCTURES: readonly (readonly [string, string])[] = [
  ['</si>', '<rPh sb="0" eb="1"><t>かな</t></rPh><phoneticPr fontId="1"/></si>'],
  ['</si>', '<r><rPr><b/></rPr><t xml:space="preserve"> run </t></r></si>'],
  ['</is>', '<rPh sb="0" eb="1"><t>かな</t></rPh></is>'],
  ['<si>', '<si/><si>'],
  ['<v>', '<v xml:space="preserve">'],
  ['</v>', '</v><extLst><ext><v>7</v></ext></extLst>'],
  ['<v>1</v>', '<v>4294967295</v>'],
  ['</c>', '<f t="shared" si="0"/></c>'],
  ['<c r=', '<c cm="1" ph="1" r='],
  ['<row ', '<row hidden="1" spans="1:16384" customFormat="1" '],
  ['s="1"', 's="4000000000"'],
  ['<sheetData>', '<sheetData/><sheetData>'],
  ['<sheetData>', '<cols><col min="1" max="16384" style="9"/></cols><sheetData>'],
  ['</worksheet>', '<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C9"/></mergeCells></worksheet>'],
  ['</worksheet>', '<mergeCells><mergeCell ref="A2:XFD1048576"/></mergeCells></worksheet>'],
  ['<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'],
  ['<workbookPr/>', '<workbookPr date1904="1"/>'],
  ['yyyy-mm-dd', '[h]:mm:ss;@'],
  ['numFmtId="164"', 'numFmtId="9999"'],
];

/** Changes a workbook by its XML or by the directory of its archive. */
export function mutateWorkbook(parts: readonly ZipEntry[], random: Random): Buffer {
  const changed = parts.map((part) => ({ ...part }));
  for (let rounds = 1 + Math.floor(random.upTo(random.pick([1, 2, 5]))); rounds > 0; rounds--) {
    // Cells stand in the sheets: they are changed more often than all else.
    const sheets = changed.filter(({ name }) => name.includes('sheet1') || name.includes('sharedStrings'));
    const part = random.upTo(2) < 1 && sheets.length > 0 ? random.pick(sheets) : random.pick(changed);
    const xml = part.data.toString();
    const at = Math.floor(random.upTo(xml.length + 1));
    const tags = [...xml.matchAll(/<[^>]*>/g)];
    const tag = tags.length > 0 ? random.pick(tags) : undefined;
    const other = tags.length > 0 ? random.pick(tags) : undefined;
    const change = random.pick([
      'piece',
      'piece',
      'structure',
      'structure',
      'drop tag',
      'double tag',
      'swap tags',
      'attribute',
      'range',
      'bytes',
      'size',
      'crc',
      'method',
      'flags',
      'name',
      'zip64',
      'twice',
      'drop',
    ] as const);
    if (change === 'piece')
      part.data = xml.slice(0, at) + random.pick(MARKUP) + xml.slice(at + Math.floor(random.upTo(12)));
    else if (change === 'structure') {
      const [before, after] = random.pick(STRUCTURES);
      const from = xml.indexOf(before, at);
      part.data = xml.slice(0, Math.max(0, from)) + xml.slice(Math.max(0, from)).replace(before, after);
    } else if (change === 'drop tag' && tag) part.data = xml.slice(0, tag.index) + xml.slice(tag.index + tag[0].length);
    else if (change === 'double tag' && tag) part.data = xml.slice(0, tag.index) + tag[0] + xml.slice(tag.index);
    else if (change === 'swap tags' && tag && other)
      part.data = xml.slice(0, tag.index) + other[0] + xml.slice(tag.index + tag[0].length);
    else if (change === 'attribute' && tag)
      part.data =
        xml.slice(0, tag.index) +
        tag[0].replace(/"[^"]*"/, `"${random.pick(MARKUP).replaceAll('"', '')}"`) +
        xml.slice(tag.index + tag[0].length);
    else if (change === 'range' && tag && other)
      part.data =
        xml.slice(0, at) +
        xml.slice(Math.min(tag.index, other.index), Math.max(tag.index, other.index)) +
        xml.slice(at);
    else if (change === 'bytes') part.data = mutateBytes(Buffer.from(part.data), random);
    else if (change === 'size') part.declaredSize = random.pick(NUMBERS);
    else if (change === 'crc') part.crc = random.pick(NUMBERS);
    else if (change === 'method') part.method = random.pick([0, 1, 8, 9, 12, 99]);
    else if (change === 'flags') part.flags = random.pick([1, 8, 0x800, 0xffff]);
    else if (change === 'name')
      part.name = random.pick([
        `../${part.name}`,
        `/${part.name}`,
        part.name.toUpperCase(),
        'xl\\workbook.xml',
        '',
        '\0',
        `${part.name}/`,
      ]);
    else if (change === 'zip64') part.zip64 = true;
    else if (change === 'twice') changed.push({ ...part });
    else if (change === 'drop') changed.splice(changed.indexOf(part), 1);
    if (changed.length === 0) break;
  }
  const file = zipFile(changed);
  return random.upTo(6) < 1 ? mutateBytes(file, random) : file;
}

/** Changes a Parquet file by its pages or by its footer, where everything else is found. */
export function mutateParquet(source: Buffer, random: Random): Buffer {
  const footer = source.length - 8 - source.readUInt32LE(source.length - 8);
  const what = random.pick(['footer', 'footer', 'footer', 'pages', 'page header', 'length', 'anything'] as const);
  if (what === 'footer') return sameTail(source, mutateBytes(source, random, footer, source.length - 8));
  if (what === 'pages') return mutateBytes(source, random, 4, footer);
  if (what === 'page header') return mutateBytes(source, random, 4, Math.min(footer, 44));
  if (what === 'anything') return mutateBytes(source, random);
  const lie = Buffer.from(source);
  lie.writeUInt32LE(random.pick([...NUMBERS, lie.length, lie.length - 8, lie.length - 12]), lie.length - 8);
  return lie;
}

/** A footer that grew or shrank still says how long it is, so that what is in it gets read. */
function sameTail(source: Buffer, mutated: Buffer): Buffer {
  if (mutated.length < 12 || mutated.length === source.length) return mutated;
  const length = source.readUInt32LE(source.length - 8) + mutated.length - source.length;
  const fixed = Buffer.from(mutated);
  fixed.writeUInt32LE(Math.max(0, length), fixed.length - 8);
  return fixed;
}

function joined(...parts: Buffer[]): Buffer {
  return Buffer.concat(parts);
}
