import { inEachColumn } from './warning-kind.js';

export const emptyColumn = inEachColumn(({ name, nullRate }) =>
  nullRate === 1 ? { message: `"${name}" has no values.`, count: null } : null,
);
