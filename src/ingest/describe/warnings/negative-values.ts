import { inEachColumn } from './warning-kind.js';

export const negativeValues = inEachColumn(({ name, min, role }, { kind }) =>
  kind === 'NUMBER' && role === 'NUMERIC' && min?.startsWith('-')
    ? { message: `"${name}" goes down to ${min}.`, count: null }
    : null,
);
