import { describe, expect, it } from 'vitest';
import { readText } from '../../../../src/ingest/read/text/read-text.js';
import { readSource } from '../../../support/read-source.js';

async function read(text: string, options = {}) {
  const { raw, rows } = await readSource(readText, Buffer.from(text), options);
  const warned = raw.warnings.map(({ code }) => code);
  const leftOut = Object.fromEntries(raw.rowsLeftOut.map(({ reason, rows: numbers }) => [reason, numbers]));
  return { headers: raw.headers, rows, warned, leftOut, warnings: raw.warnings };
}

const PEOPLE = ['name,city,amount', 'Ada,Oslo,1', 'Bob,Rome,2', 'Cy,Bonn,3', 'Di,Bern,4'];
const people = [
  ['Ada', 'Oslo', '1'],
  ['Bob', 'Rome', '2'],
  ['Cy', 'Bonn', '3'],
  ['Di', 'Bern', '4'],
];

describe('one odd row', () => {
  it.each([
    ['without a delimiter', 'Ada,Oslo1'],
    ['with a delimiter too many', 'Ada,,Oslo,1'],
  ])('%s in the first data row does not change the header or other rows', async (_, odd) => {
    const { headers, rows } = await read(`${PEOPLE[0]}\n${[odd, ...PEOPLE.slice(2)].join('\n')}\n`);
    expect(headers).toEqual(['name', 'city', 'amount']);
    expect(rows.slice(1)).toEqual(people.slice(1));
  });

  it('with values moved to the left is not a second line of the header', async () => {
    const text = 'day,code,amount,note,price\n2024-01-01A1,5,x,7.5\n2024-01-02,A2,6,y,8.5\n2024-01-03,A3,7,z,9.5\n';
    expect((await read(text)).headers).toEqual(['day', 'code', 'amount', 'note', 'price']);
  });

  it.each([';', '\t', '|'])('delimited by "%s" is read with that delimiter, and said', async (delimiter) => {
    const odd = PEOPLE.map((line, at) => (at === 3 ? line.replaceAll(',', delimiter) : line)).join('\n');
    const { rows, warnings } = await read(odd);
    expect(rows).toEqual(people);
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'RAGGED_ROWS', count: 1, message: expect.stringContaining('row 4') }),
    ]);
  });

  it('of the header may have another delimiter than the rows', async () => {
    const { headers, rows } = await read([PEOPLE[0]!.replaceAll(',', ';'), ...PEOPLE.slice(1)].join('\n'));
    expect(headers).toEqual(['name', 'city', 'amount']);
    expect(rows).toEqual(people);
  });

  it('that is a sentence or a list is not split', async () => {
    const { rows } = await read([...PEOPLE, 'See also; the annex; below', 'a;b'].join('\n'));
    expect(rows.slice(4)).toEqual([
      ['See also; the annex; below', null, null],
      ['a;b', null, null],
    ]);
  });

  it('in quotes as a whole is read as a row', async () => {
    const { rows } = await read([...PEOPLE.slice(0, 2), '"Bob,""Rome"",2"', ...PEOPLE.slice(3)].join('\n'));
    expect(rows).toEqual(people);
  });

  it('in quotes that is one cell stays one cell', async () => {
    expect((await read([...PEOPLE, '"Smith, Jones"'].join('\n'))).rows.at(-1)).toEqual(['Smith, Jones', null, null]);
  });
});

describe('a header with a delimiter too many', () => {
  it.each([0, 1, 2])('at position %d is aligned with its rows', async (at) => {
    const names = ['name', 'city', 'amount'].toSpliced(at, 0, '');
    const { headers, rows, warned } = await read([names.join(','), ...PEOPLE.slice(1)].join('\n'));
    expect(headers).toEqual(['name', 'city', 'amount']);
    expect(rows).toEqual(people);
    expect(warned).toEqual([]);
  });

  it('keeps a column without a name that the rows fill', async () => {
    const rows = PEOPLE.slice(1).map((line, at) => `${at + 7},${line}`);
    expect((await read([`,${PEOPLE[0]}`, ...rows].join('\n'))).headers).toEqual(['', 'name', 'city', 'amount']);
  });
});

describe('backslashes', () => {
  it('escape quotes, also far below the head of the file', async () => {
    const many = Array.from({ length: 20_000 }, (_, at) => `"Item ${at}","plain",${at}`);
    const text = ['name,note,amount', ...many, '"Table, 48\\"","8\'9\\" long, \\"new\\"",7', '"a","b",8'].join('\n');
    const { rows, warned } = await read(text);
    expect(rows.slice(-2)).toEqual([
      ['Table, 48"', '8\'9" long, "new"', '7'],
      ['a', 'b', '8'],
    ]);
    expect(warned).toEqual([]);
  });

  it('escape a delimiter without quotes, and a line end within them', async () => {
    const text = 'name,note,amount\nSmith\\, John,x,5\n"say \\"hi\\"\nthere","y",6\nBob,z,7\n';
    expect((await read(text)).rows).toEqual([
      ['Smith, John', 'x', '5'],
      ['say "hi"\nthere', 'y', '6'],
      ['Bob', 'z', '7'],
    ]);
  });

  it('are text in paths, also at the end of a quoted cell', async () => {
    const text = 'path,note,size\n"C:\\new\\","a",1\nC:\\temp\\,b,2\n"C:\\""x""\\","c",3\n';
    expect((await read(text)).rows).toEqual([
      ['C:\\new\\', 'a', '1'],
      ['C:\\temp\\', 'b', '2'],
      ['C:\\"x"\\', 'c', '3'],
    ]);
  });
});

describe('rows that are no data', () => {
  it('are rules drawn by terminals, Markdown and lists of SAP', async () => {
    const psql = ' name | amount \n------+--------\n Ada  |      1 \n Bob  |      2 \n(2 rows)\n';
    expect((await read(psql)).leftOut).toEqual({ HEADER: [1], RULE: [2], FOOTER: [5] });
    const markdown = '| name | amount |\n|:-----|-------:|\n| Ada | 1 |\n| Bob | 2 |\n';
    expect(await read(markdown)).toMatchObject({ headers: ['name', 'amount'], leftOut: { RULE: [2] }, warned: [] });
    const mysql =
      '+------+---+\n| name | n |\n+------+---+\n| Ada  | 1 |\n| Bob  | 2 |\n+------+---+\n2 rows in set (0.01 sec)\n';
    expect(await read(mysql)).toMatchObject({
      headers: ['name', 'n'],
      leftOut: { RULE: [3, 6], FOOTER: [7] },
      warned: [],
    });
  });

  it('are not rows of missing or negative values', async () => {
    const { rows } = await read('name,a,b\nAda,1,2\n-,-,-\n-5,-6,-7\n--,--,x\n');
    expect(rows).toHaveLength(4);
  });

  it('are headers repeated after a byte order mark, and page footers', async () => {
    const page = (rows: string[]) => ['\uFEFFname,city,amount', ...rows].join('\r\n');
    const text = [page(PEOPLE.slice(1, 3)), 'Page 1 of 2,,', page(PEOPLE.slice(3)), 'Page 2 of 2,,'].join('\r\n');
    const { rows, leftOut } = await read(text);
    expect(rows).toEqual(people);
    expect(leftOut).toEqual({ HEADER: [1], FOOTER: [4, 8], REPEATED_HEADER: [5] });
  });

  it('are notes below the table', async () => {
    const { rows, leftOut, warned } = await read(
      [...PEOPLE, 'Source: Finance', '', 'This list is not final'].join('\n'),
    );
    expect(rows).toEqual(people);
    expect(leftOut).toEqual({ HEADER: [1], BLANK: [7], FOOTER: [6, 8] });
    expect(warned).toEqual([]);
  });

  it('are not names without values in the table or at its end', async () => {
    const text = ['region,city,amount', 'North,,', 'Ada,Oslo,1', 'Page,Bonn,2', 'Bob,Rome,2', 'South,,'].join('\n');
    expect((await read(text)).rows).toHaveLength(5);
    expect((await read('name,amount\nPage 1,5\nPage 2,6\nSource,7\n')).rows).toHaveLength(3);
  });
});

describe('a foreign delimiter at line ends', () => {
  it.each([
    [',', ';;;'],
    [',', ';'],
    ['\t', ',,'],
    ['|', ';'],
  ])('between "%s" is dropped: "%s"', async (delimiter, tail) => {
    const text = PEOPLE.map((line) => line.replaceAll(',', delimiter) + tail).join('\r\n');
    expect(await read(text)).toMatchObject({ headers: ['name', 'city', 'amount'], rows: people, warned: [] });
  });

  it('is dropped after a quoted cell, and after a column of its own', async () => {
    expect((await read('a,b\n1,"x";;\n2,"y, z";;\n3,"w";;\n')).rows).toEqual([
      ['1', 'x'],
      ['2', 'y, z'],
      ['3', 'w'],
    ]);
    expect(await read('name;\nAda;\nBob;\n')).toMatchObject({ headers: ['name'], rows: [['Ada'], ['Bob']] });
  });

  it('stays where it separates lists, or names a column', async () => {
    expect((await read('id,tags\n1,a;b;\n2,c;d;\n3,e;f;\n')).rows[0]).toEqual(['1', 'a;b;']);
    const { headers } = await read('name;comment\nAda;\nBob;\nCy;\nDi;\nEd;\n');
    expect(headers).toEqual(['name', 'comment']);
  });
});

describe('rare delimiters', () => {
  it.each(['::', '^', '~', '||', '¦'])('"%s" is taken if every line has it equally often', async (delimiter) => {
    const { headers, rows } = await read(PEOPLE.map((line) => line.replaceAll(',', delimiter)).join('\n'));
    expect(headers).toEqual(['name', 'city', 'amount']);
    expect(rows).toEqual(people);
  });

  it('are named in a warning if only most lines have them', async () => {
    const { headers, warnings } = await read('Ratings\nname::amount\nAda::1\nBob::2\n');
    expect(headers).toHaveLength(1);
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'ONE_COLUMN', count: 3, message: expect.stringContaining('"::"') }),
    ]);
  });

  it('are not looked for in a column of text', async () => {
    for (const text of [
      'name\nAda\nBob ~\nCy\nDi\n',
      'time\n12:30\n13:45\n14:50\n',
      'name\nAda Lovelace\nBob Dylan\nCy Twombly\n',
    ]) {
      const { headers, warned } = await read(text);
      expect(headers).toHaveLength(1);
      expect(warned).toEqual([]);
    }
  });

  it('are blanks if each line has as many, and numbers or quoted cells between them', async () => {
    expect(await read('name n price\nAda 1 2.5\nBob 2 3.5\nCy 3 4.5\n')).toMatchObject({
      headers: ['name', 'n', 'price'],
      rows: [
        ['Ada', '1', '2.5'],
        ['Bob', '2', '3.5'],
        ['Cy', '3', '4.5'],
      ],
    });
    expect((await read('"name" n "city"\n"Ada B" 1 "Oslo"\n"Bob C" 2 "New York"\n')).rows[1]).toEqual([
      'Bob C',
      '2',
      'New York',
    ]);
  });

  it('are not the blanks of names and sentences', async () => {
    expect(
      (await read('full name here\nAda King Lovelace\nBob Allen Zimmerman\nCy Parker Twombly\n')).headers,
    ).toHaveLength(1);
  });
});

describe('a header without rows', () => {
  it('is a table of no rows, and said', async () => {
    for (const text of ['name,amount', 'name,amount\n', 'name,amount\n\n \n', '\uFEFF"name","amount"\r\n']) {
      const { headers, rows, warned } = await read(text);
      expect({ headers, rows, warned }).toEqual({ headers: ['name', 'amount'], rows: [], warned: ['NO_ROWS'] });
    }
  });
});
