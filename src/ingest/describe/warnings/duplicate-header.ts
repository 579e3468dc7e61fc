import { shortened } from '../../../model/text.js';
import { normalizeHeader } from '../../cells/column-names.js';
import type { FindWarnings } from './warning-kind.js';

/** Columns whose header, normalized, is that of an earlier column. */
export const duplicateHeader: FindWarnings = ({ columns }) => {
  const seen = new Set<string>(['']);
  return columns.flatMap(({ name, originalName }) => {
    const header = normalizeHeader(originalName);
    const isRepeated = header !== '' && seen.has(header);
    seen.add(header);
    const message = `The header "${shortened(originalName)}" appears more than once; this column is named "${name}".`;
    return isRepeated ? [{ message, column: name, count: null }] : [];
  });
};
