import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of package.json, from src/ as from dist/src/: where samples/ and schema/operations/ are. */
export const projectRoot = folderAbove(import.meta.dirname);

function folderAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderAbove(dirname(folder));
}
