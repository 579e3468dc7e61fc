import type { ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { quoted } from '../format/nouns.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** Chooses a column by whose values rows are grouped: names and categories first. */
export function ColumnSelect(props: {
  label: string;
  /** The name of the column; empty where none is chosen. */
  value: string;
  /** The name of the choice of no column; undefined where one must be chosen. */
  none?: string;
  columns: readonly Column[];
  onChange: (name: string) => void;
}) {
  const { label, value, none, columns, onChange } = props;
  const isName = ({ role }: Column) => role !== 'NUMERIC' && role !== 'DATETIME';
  return (
    <label class={none === undefined ? 'field' : 'field short'}>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {value !== '' && columns.every(({ name }) => name !== value) && <option value={value}>{value}</option>}
        <optgroup label="Names and categories">
          {columns.filter(isName).map((column) => (
            <ColumnOption key={column.name} column={column} />
          ))}
        </optgroup>
        <optgroup label="Other columns">
          {columns
            .filter((column) => !isName(column))
            .map((column) => (
              <ColumnOption key={column.name} column={column} />
            ))}
        </optgroup>
      </select>
    </label>
  );
}

export function ColumnOption({ column }: { column: Column }) {
  return <option value={column.name}>{quoted(column.label)}</option>;
}
