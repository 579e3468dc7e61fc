/** Whether a query failed because it reached the memory limit and DuckDB could not spill more. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Out of Memory Error');
}
