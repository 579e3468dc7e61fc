/** An element of a Parquet schema, which lists its tree depth first. */
export interface SchemaElement {
  name: string;
  childCount: number;
}

/** The names of the top-level columns as the file has them, repetitions included. */
export function parquetHeaders([root, ...elements]: readonly SchemaElement[]): string[] {
  const headers: string[] = [];
  let at = 0;
  const skipTree = (): void => {
    for (let children = elements[at++]?.childCount ?? 0; children > 0; children--) skipTree();
  };
  for (let columns = root?.childCount ?? 0; columns > 0; columns--) {
    headers.push(elements[at]?.name ?? '');
    skipTree();
  }
  return headers;
}
