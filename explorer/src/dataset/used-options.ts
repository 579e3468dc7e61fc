import type {
  ColumnOptions,
  ExplorerLineageQuery,
  NormalizationOptions,
} from '../../../clients/typescript/generated/graphql.js';

type Lineage = NonNullable<NonNullable<ExplorerLineageQuery['dataset']>['lineage']>;

/** What the lineage records an option as, and back. Complete by its type: a new option does not compile until it is here. */
const parsers: { [Name in keyof Required<NormalizationOptions>]: (text: string) => NormalizationOptions[Name] } = {
  columns: columnsOf,
  dateOrder: (text) => text as NormalizationOptions['dateOrder'],
  decimalMark: (text) => text as NormalizationOptions['decimalMark'],
  delimiter: (text) => text,
  encoding: (text) => text,
  fillDown: (text) => JSON.parse(text) as string[],
  headerRow: Number,
  sheet: (text) => text,
  subtotals: (text) => text as NormalizationOptions['subtotals'],
  unpivot: (text) => text === 'true',
};

/** The options a version was read with, as the first step of its lineage records them. */
export function usedOptions(lineage: Lineage): NormalizationOptions {
  const parameters = lineage.find(({ operation }) => operation === 'READ')?.parameters ?? [];
  return Object.fromEntries(
    parameters.flatMap(({ name, value }) => {
      return Object.hasOwn(parsers, name) ? [[name, parsers[name as keyof typeof parsers](value)]] : [];
    }),
  );
}

/** The corrections of columns, without the mark of those that were taken over from the version before. */
function columnsOf(text: string): ColumnOptions[] {
  const entries = JSON.parse(text) as (ColumnOptions & { isKept?: boolean })[];
  return entries.map(({ isKept: _, ...entry }) => entry);
}
