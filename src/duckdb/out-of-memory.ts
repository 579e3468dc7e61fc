/** Whether DuckDB gave up a query because it came to the engine's memory limit and nothing more could be spilled. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Out of Memory Error');
}
