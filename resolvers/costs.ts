import { Extensions } from 'type-graphql';

/** What a field costs beside what is asked of it (src/graphql/limits/operation-cost.ts adds it up). */
export type Cost = { own: number } | { perItem: PageLength };

/** Of a field that gives `first` objects. */
export interface PageLength {
  /** Where `first` is not said. */
  fallback: number;
  max: number;
}

/** For a field that is more work than reading one object. */
export function Costs(cost: Cost) {
  return Extensions({ cost });
}
