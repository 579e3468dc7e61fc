/** Month names and abbreviations in English, French, German, Spanish, Italian and Portuguese (docs/semantics.md §2, "Dates"). */
const NAMES = [
  'jan january janv janvier januar janner jaenner ene enero gen genn gennaio janeiro',
  'feb february fev fevr fevrier februar febrero febbr febbraio fevereiro',
  'mar march mars marz maerz mrz marzo marco',
  'apr april avr avril abr abril aprile',
  'may mai mayo mag maggio maio',
  'jun june juin juni junio giu giugno junho',
  'jul july juil juillet juli julio lug luglio julho',
  'aug august aout ago agosto',
  'sep sept september septembre septiembre set sett settembre setembro',
  'oct october octobre okt oktober octubre ott ottobre out outubro',
  'nov november novembre noviembre novembro',
  'dec december decembre dez dezember dic diciembre dicembre dezembro',
];

const MONTH_BY_NAME: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
);

/** 1 to 12 for a month's name in any case, with or without accents and a closing dot; undefined for any other word. */
export function monthByName(word: string): number | undefined {
  return MONTH_BY_NAME.get(
    word
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .toLowerCase()
      .replace(/\.$/, ''),
  );
}

/** All names in lower case without accents, by month from 1: for SQL. */
export function monthNames(): [name: string, month: number][] {
  return [...MONTH_BY_NAME];
}
