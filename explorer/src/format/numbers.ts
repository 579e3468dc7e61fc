/** Narrow no-break space. */
const THIN = '\u202f';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat('en', {
  notation: 'compact',
  maximumSignificantDigits: 3,
  useGrouping: 'always',
});
const digits = (count: number) =>
  new Intl.NumberFormat('en', { minimumFractionDigits: count, maximumFractionDigits: count });
const oneDigit = digits(1);
const twoDigits = digits(2);
const threeDigits = digits(3);

/** 1,038 */
export function count(value: number): string {
  return whole.format(value);
}

/** A sum in a table: 1,234.50, or 1,234 where all values of the column are whole. */
export function amount(value: number, areWhole = false): string {
  return minus(areWhole ? whole.format(value) : cents.format(value));
}

/** A sum in a sentence: 12.3M. */
export function short(value: number): string {
  return minus(Math.abs(value) < 1000 ? cents.format(value).replace(/\.00$/, '') : compact.format(value));
}

/** 50.8 %; small shares keep a significant digit. */
export function percent(value: number): string {
  const size = Math.abs(value);
  const text =
    size !== 0 && size < 0.1
      ? size < 0.001
        ? value < 0
          ? '> −0.001'
          : '< 0.001'
        : threeDigits.format(value)
      : oneDigit.format(value);
  return `${minus(text)}${THIN}%`;
}

/** A threshold as it was entered: 50 %, 33.3 %. */
export function threshold(value: number): string {
  return `${value}${THIN}%`;
}

/** +1.2, −1.2, or 0. */
export function signed(value: number, format: (size: number) => string): string {
  if (value === 0) return format(0);
  return `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`;
}

/** A difference of shares: +1.2 points. */
export function points(difference: number): string {
  const text = signed(difference, (size) => oneDigit.format(size));
  return `${/[1-9]/.test(text) ? text : '0'} points`;
}

/** HHI: without decimals from 100. */
export function index(value: number): string {
  return minus(Math.abs(value) >= 100 ? whole.format(value) : oneDigit.format(value));
}

export function gini(value: number): string {
  return minus(threeDigits.format(value));
}

/** Effective entities: fewer decimals for larger numbers. */
export function effective(value: number): string {
  return minus(
    Math.abs(value) >= 100
      ? whole.format(value)
      : Math.abs(value) >= 10
        ? oneDigit.format(value)
        : twoDigits.format(value),
  );
}

export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const text = unit === 0 || size >= 100 ? whole.format(size) : oneDigit.format(size);
  return `${text}${THIN}${value === 1 ? 'byte' : units[unit]}`;
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A number of any length, as text, with thousands separators. */
export function grouped(text: string): string {
  const [integer = '', ...rest] = text.split('.');
  return minus([integer.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.'));
}

/** Replaces the hyphen that Intl writes by a minus sign. */
function minus(text: string): string {
  return text.replace(/^-/, '−');
}
