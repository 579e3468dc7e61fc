import { describe, expect, it } from 'vitest';
import type { NormalizationOptions } from '../../src/model/dataset.js';
import { ingest } from '../support/ingest.js';

/**
 * Variations of the kinds of ANSWERS: another language, mark, order or encoding than in the inputs after which a rule was
 * made. The right reading was written by hand before the code read them.
 */
interface Sibling {
  file: string;
  encoding?: BufferEncoding | Uint8Array;
  options?: NormalizationOptions;
  /** The cells of the rows, joined by "|"; numbers are compared as numbers, a blank is null. */
  rows?: string[];
  grain?: string;
  warns?: string[];
  /** Warnings that would be false alarms. */
  silent?: string[];
}

const bytes = (text: string, codes: Readonly<Record<string, number>>): Uint8Array =>
  Uint8Array.from(text, (letter) => codes[letter] ?? letter.charCodeAt(0));

const CASES: Record<string, Sibling> = {
  'French weeks, of which S05 is no half-year': {
    file: 'semaine,client,montant\n2024-S01,A,10\n2024-S05,B,20\n2024-S12,A,30\n',
    rows: ['2024-W01|A|10', '2024-W05|B|20', '2024-W12|A|30'],
  },
  'Spanish half-years as columns': {
    file: 'País;1S 2023;2S 2023;1S 2024\nES;10;20;30\nPT;11;21;31\nIT;12;22;32\n',
    rows: ['ES|2023-H1|10', 'ES|2023-H2|20', 'ES|2024-H1|30', 'PT|2023-H1|11'],
  },
  'years of the Republic of China in dates': {
    file: '日期,客户,金額\n113/01/31,甲,1000\n112/12/15,乙,2000\n113/03/01,甲,500\n',
    rows: ['2024-01-31|甲|1000', '2023-12-15|乙|2000', '2024-03-01|甲|500'],
    grain: 'YEAR_MONTH',
  },
  'years of the Republic of China in months': {
    file: '縣市,年月,金額\n台北,113年1月,100\n台中,112年12月,200\n台南,113年2月,50\n',
    rows: ['台北|2024-M01|100', '台中|2023-M12|200', '台南|2024-M02|50'],
  },
  'numbers of three digits under a header that is no date': {
    file: 'paragraph,cases\n113/1/3,10\n112/2/5,20\n113/4/1,30\n',
    rows: ['113/1/3|10', '112/2/5|20', '113/4/1|30'],
  },
  'dates with points, which have the day first in every country': {
    file: 'Datum;Kunde;Betrag\n01.02.2024;A;10\n03.02.2024;B;20\n05.04.2024;C;30\n',
    rows: ['2024-02-01|A|10', '2024-02-03|B|20', '2024-04-05|C|30'],
    silent: ['AMBIGUOUS_DATE_ORDER'],
  },
  'dates with points and the month first where others prove it': {
    file: 'Date,Customer,Amount\n01.02.2024,A,10\n01.31.2024,B,20\n05.04.2024,C,30\n',
    rows: ['2024-01-02|A|10', '2024-01-31|B|20', '2024-05-04|C|30'],
  },
  'times with "Uhr"': {
    file: 'Zeitpunkt;Kunde;Betrag\n15.01.2024 23:30 Uhr;A;10\n01.02.2024 01:00 Uhr;B;20\n30.04.2024 23:59 Uhr;A;5\n',
    rows: ['2024-01-15 23:30:00|A|10', '2024-02-01 01:00:00|B|20', '2024-04-30 23:59:00|A|5'],
  },
  'epochs under a German header of time': {
    file: 'Erstellt am;Kunde;Betrag\n1705312800000;A;10\n1707991200000;B;20\n1714521600000;A;5\n',
    rows: ['2024-01-15 10:00:00|A|10', '2024-02-15 10:00:00|B|20', '2024-05-01 00:00:00|A|5'],
  },
  'years of two digits beside months': {
    file: 'Jahr;Monat;Umsatz\n23;1;10\n23;2;20\n24;1;30\n',
    grain: 'YEAR_MONTH',
  },
  'years of service beside months, which are no years': {
    file: 'Years of service,Month,Sales\n14,1,10\n14,2,20\n15,1,30\n',
    grain: 'NONE',
  },
  'years with an apostrophe': {
    file: "FY,Region,Sales\n'14,N,10\n'15,N,20\n'16,S,30\n",
    grain: 'YEAR',
  },
  'fiscal years with words behind them as columns': {
    file: 'Dept,2010-11 Actual,2011-12 Actual,2012-13 Budget\nA,1,2,3\nB,4,5,6\nC,7,8,9\n',
    rows: ['A|2011|1', 'A|2012|2', 'A|2013|3', 'B|2011|4'],
  },
  'hours and minutes under a German header of hours': {
    file: 'Name;Stunden\nA;8:30\nB;38:45\nC;0:15\nD;-1:30\n',
    rows: ['A|8.5', 'B|38.75', 'C|0.25', 'D|-1.5'],
  },
  'hours beyond a day, whatever the header': {
    file: 'Name,Total\nA,8:30:00\nB,38:45:36\nC,240:00:00\n',
    rows: ['A|8.5', 'B|38.76', 'C|240'],
  },
  'durations with letters': {
    file: 'Nom,Durée\nA,1h30\nB,2 h 15 min\nC,12h\nD,0h45\n',
    rows: ['A|1.5', 'B|2.25', 'C|12', 'D|0.75'],
  },
  'times of day, which cannot be added up': {
    file: 'Name,Start,Amount\nA,08:30,1\nB,18:45,2\nC,00:15,3\n',
    rows: ['A|08:30|1', 'B|18:45|2', 'C|00:15|3'],
    silent: ['MIXED_TYPES'],
  },
  'scores and ratios, which are no durations': {
    file: 'Match,Result\nA,3:1\nB,102:54\nC,16:09\n',
    rows: ['A|3:1', 'B|102:54', 'C|16:09'],
  },
  'price dashes behind a thousands mark': {
    file: 'Vare;Pris\nA;1.950,-\nB;49,-\nC;12.500,-\n',
    rows: ['A|1950', 'B|49', 'C|12500'],
  },
  'Swedish price dashes': {
    file: 'Vara;Pris\nA;1 950:-\nB;49:-\nC;12 500:-\n',
    rows: ['A|1950', 'B|49', 'C|12500'],
  },
  'flags in brackets and flags of missing values': {
    file: 'geo;2021;2022;2023\nDE;101,5 p;102,5;103,5 (e)\nFR;: ;202,5 b;203,5\nIT;301,5;302,5;:c\n',
    rows: ['DE|2021|101.5', 'DE|2022|102.5', 'DE|2023|103.5', 'FR|2021|', 'FR|2022|202.5'],
  },
  'marks of footnotes behind numbers': {
    file: 'Country,Year,Value\nDE,2021,101.5*\nDE,2022,102.5\nFR,2021,201.5\nFR,2022,202.5†\nIT,2021,99.5\n',
    rows: ['DE|2021|101.5', 'DE|2022|102.5', 'FR|2021|201.5', 'FR|2022|202.5', 'IT|2021|99.5'],
  },
  'stars of hotels, which are no footnotes': {
    file: 'Hotel,Stars\nA,4*\nB,5*\nC,3*\nD,4*\n',
    rows: ['A|4*', 'B|5*', 'C|3*', 'D|4*'],
  },
  'cells between `::` that some lines have more often, with the option': {
    file: 'name::amount::city\nA::10::X\nB::20::Y\nC::30::W::Z\n',
    options: { delimiter: '::' },
    rows: ['A|10|X', 'B|20|Y', 'C|30|W'],
    warns: ['RAGGED_ROWS'],
  },
  'bars with signs around them': {
    file: 'name~|~amount\nA~|~10\nB~|~20\nC~|~30\n',
    rows: ['A|10', 'B|20', 'C|30'],
  },
  'double bars with a single bar in a cell': {
    file: 'name||amount||note\nA||10||x|y\nB||20||z\nC||30||w\n',
    rows: ['A|10|x|y', 'B|20|z', 'C|30|w'],
  },
  'bars around a blank column': {
    file: 'name||amount|note\nA||10|x\nB||20|y\nC||30|z\n',
    rows: ['A||10|x', 'B||20|y', 'C||30|z'],
  },
  'columns aligned by blanks': {
    file: '  name        amount   city\n  New York      10.5   X Y\n  B             20.0   Y\n  C Dorf       300.0   Z   \n',
    rows: ['New York|10.5|X Y', 'B|20|Y', 'C Dorf|300|Z'],
  },
  'French page footers': {
    file: 'Client,Montant\nA,10\nB,20\nPage 1 sur 3\nClient,Montant\nC,5\nPage 2 sur 3\n',
    rows: ['A|10', 'B|20', 'C|5'],
  },
  'totals of groups that no column names, below the total': {
    file: 'Campaign,Clicks,Cost\nA,20,100.50\nB,40,200.00\nC,60,300.25\nTotal: Campaigns,120,600.75\nTotal: Search,60,300.50\nTotal: Display,60,300.25\n',
    rows: ['A|20|100.5', 'B|40|200', 'C|60|300.25'],
  },
  'companies named as totals below rows that add up to none': {
    file: 'Name,Amount\nSumma Ltd,100\nTotal Energies,250\nGrand Total Cafe,30\nSomme,20\n',
    rows: ['Summa Ltd|100', 'Total Energies|250', 'Grand Total Cafe|30', 'Somme|20'],
  },
  'codes that a spreadsheet shortened': {
    file: 'Barcode,Product,Price\n5.01234E+12,A,10\n5.01235E+12,B,20\n5.01236E+12,C,5\n',
    rows: ['5.01234E+12|A|10', '5.01235E+12|B|20', '5.01236E+12|C|5'],
    warns: ['DIGITS_LOST'],
  },
  'SKUs of which some look like numbers': {
    file: 'SKU,Units\n1E5,10\n2E3,20\n3F4,5\n1E10,7\n',
    rows: ['1E5|10', '2E3|20', '3F4|5', '1E10|7'],
    silent: ['MIXED_TYPES'],
  },
  'amounts and dates in forms that are not read': {
    file: 'Kunde;Betrag;Datum\nA;3 x 5;anno 2024 März\nB;3 x 7;anno 2023 Mai\nC;7 x 2;anno 2022 Juni\n',
    warns: ['MIXED_TYPES'],
  },
  'texts with digits under headers of kinds and persons': {
    file: 'Kunde;Zahlungsart;Payment method;Cost centre;Updated by\nA;SEPA 1;Card 1;CC 1;Jo 1\nB;SEPA 2;Card 2;CC 2;Al 2\nC;SEPA 3;Card 3;CC 3;Em 3\n',
    silent: ['MIXED_TYPES'],
  },
  'Czech in Windows-1250': {
    file: 'Mesto;Castka\nØíèany;10,5\nDvoøák;20,5\nÈeské Budìjovice;7\n',
    encoding: 'latin1',
    warns: ['ENCODING_DOUBTFUL'],
  },
  'Hungarian in Windows-1250': {
    file: 'Ország;Összeg\nGyõr;10,5\nSzûcs;20,5\nÕrség;5\n',
    encoding: 'latin1',
    warns: ['ENCODING_DOUBTFUL'],
  },
  'Croatian in Windows-1250': {
    file: '',
    encoding: bytes('Grad;Iznos\nKovaèiæ;10,5\nÐurðevac;20,5\nPožega;5\n', { ž: 0x9e }),
    warns: ['ENCODING_DOUBTFUL'],
  },
  'Turkish in Windows-1254': {
    file: 'Sehir;Tutar\nÝstanbul;10,5\nÞiþli;20,5\nMuðla;7\n',
    encoding: 'latin1',
    warns: ['ENCODING_DOUBTFUL'],
  },
  'Icelandic in Windows-1252': {
    file: 'Nafn;Upphæð\nÞórður;10,5\nGuðný;20,5\nÝmir;5\nSigríður;7\nReykjavík;3\n',
    encoding: 'latin1',
    silent: ['ENCODING_DOUBTFUL'],
  },
  'French, Danish, Portuguese and Italian in Windows-1252': {
    file: 'Ville;Montant\nNîmes;10,5\nOrléans;20,5\nFrançois;5\nKøbenhavn Ærø;7\nSão João õe;9\nCittà più;4\n',
    encoding: 'latin1',
    silent: ['ENCODING_DOUBTFUL'],
  },
};

describe('siblings of inputs from the wild', () => {
  it.each(Object.entries(CASES))(
    '%s',
    async (_name, { file, encoding = 'utf8', options, rows, grain, warns = [], silent = [] }) => {
      const content = typeof encoding === 'string' ? Buffer.from(file, encoding) : encoding;
      const found = await ingest(content, { options });
      if (rows) {
        const width = found.schema.columns.length;
        const read = found.rows.slice(0, rows.length).map((row) => row.map((cell) => canonical(cell ?? '')));
        expect(read).toEqual(rows.map((row) => splitAt(row, width).map(canonical)));
      }
      if (grain) expect(found.schema.periodGrain).toBe(grain);
      const codes = found.schema.warnings.map(({ code }) => code);
      expect(codes).toEqual(expect.arrayContaining(warns));
      for (const code of silent) expect(codes).not.toContain(code);
    },
  );
});

/** At most `width` cells: the last may have bars. */
function splitAt(row: string, width: number): string[] {
  const cells = row.split('|');
  return [...cells.slice(0, width - 1), cells.slice(width - 1).join('|')];
}

function canonical(cell: string): string {
  return /^-?\d+(?:\.\d+)?$/.test(cell) ? String(Number(cell)) : cell;
}
