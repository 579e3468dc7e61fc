import type { ExplorerSchemaFragment } from '../../../clients/typescript/generated/graphql.js';
import { location, show } from '../location.js';
import { EmptyState } from '../ui/states.js';
import { NamesOfColumn } from './names-of-column.js';
import type { DatasetDetail } from './use-dataset.js';

type Column = ExplorerSchemaFragment['columns'][number];

/** Which names of a column are one: what the service proposes, and what was decided. */
export function Names({ dataset, schema }: { dataset: DatasetDetail; schema: ExplorerSchemaFragment }) {
  const columns = schema.columns.filter(({ dataType, role }) => dataType === 'STRING' && role !== 'IDENTIFIER');
  const values = schema.columns.filter(({ role }) => role === 'NUMERIC');
  const suggestion = dataset.suggestions?.[0];
  const { query } = location.value;
  const chosen = (list: readonly Column[], name: string | null | undefined) =>
    list.find((column) => column.name === name)?.name;
  const column = chosen(columns, query.get('column')) ?? chosen(columns, suggestion?.groupBy[0]) ?? columns[0]?.name;
  const value = chosen(values, query.get('value')) ?? chosen(values, suggestion?.value) ?? values[0]?.name ?? null;
  if (column === undefined) {
    return (
      <EmptyState title="No names">
        <p>No column of this dataset holds names.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <div class="question-fields names-fields">
        <ColumnSelect label="Names in" columns={columns} value={column} onChange={(name) => show({ column: name })} />
        {value !== null && (
          <ColumnSelect label="Measured by" columns={values} value={value} onChange={(name) => show({ value: name })} />
        )}
      </div>
      <NamesOfColumn key={`${column} ${schema.version}`} dataset={dataset} column={column} value={value} />
    </>
  );
}

function ColumnSelect(props: {
  label: string;
  columns: readonly Column[];
  value: string;
  onChange: (name: string) => void;
}) {
  return (
    <label class="field">
      {props.label}
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {props.columns.map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
