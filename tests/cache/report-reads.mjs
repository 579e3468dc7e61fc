// `node --import`ed before the service: writes the path of every file below STORAGE_DIR that is opened or read, whether it is
// there or not, to the file REPORT_READS_TO.
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { REPORT_READS_TO, STORAGE_DIR } = process.env;
const { appendFileSync } = fs;

for (const [module, name] of [
  [promises, 'readFile'],
  [promises, 'open'],
  [fs, 'readFileSync'],
  [fs, 'createReadStream'],
]) {
  const original = module[name];
  module[name] = (path, ...rest) => {
    const isRead = name !== 'open' || (rest[0] ?? 'r') === 'r';
    if (isRead && String(path).startsWith(STORAGE_DIR)) appendFileSync(REPORT_READS_TO, `${path}\n`);
    return original(path, ...rest);
  };
}
syncBuiltinESMExports();
