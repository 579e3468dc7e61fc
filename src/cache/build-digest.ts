import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = ['resolvers', 'schema', 'src'];

/** A digest of the code that runs: values in Redis are shared by processes of the same build alone (seal.ts). */
export function buildDigest(): string {
  const extension = extname(import.meta.url);
  const hash = createHash('sha256');
  for (const folder of FOLDERS) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((each) => extname(each) === extension).sort()) {
      const text = readFileSync(join(root, folder, name));
      hash.update(`${folder}/${name} ${text.length}\n`).update(text);
    }
  }
  return hash.digest('base64url');
}
