const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CELL = /^(\d{1,4})([-/. ])(\d{1,2}|[A-Z][a-z]{2})\2(\d{1,4})$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})/;

/**
 * How the cells of a column of days are written, learnt from examples: `8/15/14`, `15.08.2014`, `15-Aug-2014`. Undefined where
 * they do not show which part is which, or are written in several ways: such days are shown in ISO form.
 * @param samples cells as they came
 */
export function dateFormat(samples: readonly string[]): ((iso: string) => string) | undefined {
  const cells = samples.map((sample) => CELL.exec(sample));
  const parts = cells.flatMap((cell) => (cell ? [[cell[1]!, cell[3]!, cell[4]!] as const] : []));
  const separator = cells[0]?.[2];
  if (parts.length === 0 || cells.some((cell) => cell?.[2] !== separator)) return undefined;
  const every = (test: (part: string) => boolean, at: number) => parts.every((of) => test(of[at]!));
  const yearAt = every((part) => part.length === 4, 0) ? 0 : 2;
  const yearDigits = parts[0]![yearAt]!.length;
  if (!every((part) => part.length === yearDigits, yearAt) || ![2, 4].includes(yearDigits)) return undefined;

  const isNamed = every((part) => MONTHS.includes(part), 1);
  const isAbove12 = (part: string) => Number(part) > 12;
  const isDayAt = (at: number) => parts.some((of) => isAbove12(of[at]!));
  const monthAt = isNamed || yearAt === 0 || isDayAt(0) ? 1 : isDayAt(1) ? 0 : undefined;
  if (monthAt === undefined || (!isNamed && !every((part) => Number(part) >= 1 && Number(part) <= 12, monthAt)))
    return undefined;
  const dayAt = 3 - yearAt - monthAt;
  const isPadded =
    every((part) => part.length === 2, dayAt) && (isNamed || every((part) => part.length === 2, monthAt));

  return (iso) => {
    const [, year, month, day] = ISO.exec(iso) ?? [];
    if (!year || !month || !day) return iso;
    const digits = (text: string) => (isPadded ? text : String(Number(text)));
    const written: string[] = [];
    written[yearAt] = year.slice(-yearDigits);
    written[monthAt] = isNamed ? MONTHS[Number(month) - 1]! : digits(month);
    written[dayAt] = digits(day);
    return written.join(separator);
  };
}
