import type { ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { cellText, isNumber } from '../format/cells.js';
import { quoted } from '../format/nouns.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** A cell of a row; its whole text where it is cut off. */
export function Cell(props: { text: string | null; column: Column | undefined; isStrong?: boolean }) {
  const { text, column, isStrong = false } = props;
  if (text === null) return <span class="null">empty</span>;
  const shown = cellText(text, column);
  return (
    <span title={shown} class={isStrong ? 'is-value' : undefined}>
      {shown}
    </span>
  );
}

/** A column of a table of rows: as wide as cells of its kind are. */
export function columnOfCells(name: string, column: Column | undefined) {
  const isOfNumbers = isNumber(column);
  const isShort = column?.dataType === 'DATE' || column?.dataType === 'BOOLEAN';
  return {
    name: quoted(column?.label ?? name),
    width: isOfNumbers ? 9 : isShort ? 8 : 13,
    narrow: isOfNumbers ? 7 : isShort ? 6 : 8,
    kind: isOfNumbers ? ('number' as const) : ('text' as const),
  };
}
