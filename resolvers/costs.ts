import { Extensions } from 'type-graphql';

/** The cost of a field beside the cost of what is selected of it (src/graphql/limits/operation-cost.ts adds them up). */
export type Cost =
  | { own: number; more?: readonly InputField[] }
  | { perItem: PageLength }
  | { perArgumentItem: ListArgument };

/** For a field that does more where a field of an input object is given: of a list, for each item. */
export interface InputField {
  argument: string;
  field: string;
  own: number;
}

/** For a field that returns `first` or `last` objects. */
export interface PageLength {
  /** If `first` is not given. */
  fallback: number;
  max: number;
}

/** For a field that does `own` work for each item of a list argument. */
export interface ListArgument {
  argument: string;
  own: number;
}

/** For a field that is more work than reading one object. */
export function Costs(cost: Cost) {
  return Extensions({ cost });
}
