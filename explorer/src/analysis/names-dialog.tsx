import { lazy, Suspense } from 'preact/compat';
import type { DatasetDetail } from '../dataset/use-dataset.js';
import { Loading } from '../ui/states.js';

const Names = lazy(() => import('../dataset/names-of-column.js').then((module) => module.NamesOfColumn));

/** Proposals of names that may be one, to be decided without leaving the analysis. */
export function NamesDialog(props: { dataset: DatasetDetail; column: string; value: string | null }) {
  return (
    <Suspense fallback={<Loading lines={6} label="Comparing the names" />}>
      <Names {...props} />
    </Suspense>
  );
}
