import type { PlannedColumn } from './plan-columns.js';

/** Why a column has its type, for the lineage: `DECIMAL: 500 cells; decimal comma: 412 cells prove it, 0 contradict`. */
export function typeEvidence({ dataType, reading }: PlannedColumn): string {
  const { given } = reading;
  const parts = [`${dataType}${given?.type ? ', as given' : ''}: ${reading.filled} cells`];
  if (reading.nullMarkers > 0) parts.push(`${reading.nullMarkers} of them say "no value"`);
  switch (reading.kind) {
    case 'NUMBER': {
      const { comma, point } = reading.proof;
      const [proving, contradicting] = reading.mark === 'COMMA' ? [comma, point] : [point, comma];
      if (comma + point > 0)
        parts.push(`decimal ${reading.mark.toLowerCase()}: ${proving} cells prove it, ${contradicting} contradict`);
      if (reading.isMarkOfFile) parts.push(`decimal ${reading.mark.toLowerCase()}, as other columns of the file prove`);
      if (given?.scale) parts.push(`in ${given.scale.toLowerCase()}, as given`);
      break;
    }
    case 'DATE': {
      const { dayFirst, monthFirst, ambiguous } = reading.evidence;
      if (reading.buddhist) parts.push('years of the Buddhist era, converted');
      if (reading.iso > 0) parts.push(`${reading.iso} in ISO form`);
      if (dayFirst + monthFirst + ambiguous > 0)
        parts.push(
          `${reading.order}: ${dayFirst} cells prove day first, ${monthFirst} month first, ${ambiguous} neither`,
        );
      break;
    }
    case 'PERIOD': {
      const grains = Object.entries(reading.grains).filter(([, found]) => found);
      parts.push(`${reading.parsed.count} name a ${grains.map(([grain]) => grain).join(' or a ')}`);
      break;
    }
    case 'TEXT':
      if (reading.mixed > 0)
        parts.push(`${Math.round(reading.mixed * 100)} % of them would parse as another type; 95 % must`);
      if (reading.zeros) parts.push('whole numbers with leading zeros, kept as text');
      break;
    case 'BOOLEAN':
      break;
  }
  return parts.join('; ');
}
