/**
 * An exact decimal number as text, without an exponent and without trailing zeros in its fraction: `-1234.5`. Each amount
 * that is a double has an exact counterpart, named after the amount with the suffix `Exact`.
 */
export type Decimal = string;
