import type { ExplorerOptionsFragment, NormalizationOptions } from '../../../clients/typescript/generated/graphql.js';
import type { DatasetDetail } from './use-dataset.js';

/** Complete by its type: a new option does not compile until it is fetched here. */
type Fetched = { [Name in keyof Required<NormalizationOptions>]: ExplorerOptionsFragment[Name] };

/** The options the current version was read with, to be sent back with what is to change. */
export function usedOptions({ options }: Pick<DatasetDetail, 'options'>): NormalizationOptions {
  if (!options) return {};
  const fetched: Fetched = options;
  return given({ ...fetched, columns: fetched.columns?.map(given) });
}

/** Without what was not given, and without the name of the type. */
function given<T extends object>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => name !== '__typename' && value !== null && value !== undefined),
  ) as T;
}
