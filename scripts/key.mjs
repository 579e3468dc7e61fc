// `npm run key -- <name> <role>`: makes an API key. The key is shown once and not stored.
import { build, install, requireNode } from './steps.mjs';

requireNode();
install();
build();

const { makeKey } = await import('../dist/src/access/make-key.js');
const [name = '', role = '', ...rest] = process.argv.slice(2);
const made = rest.length === 0 && makeKey(name, role);

if (made) {
  console.log(`
The key. It is shown only once; give it to its user:

  ${made.key}

Its entry for API_KEYS, which does not give the key away:

  ${made.entry}
`);
} else {
  console.error(
    'npm run key -- <name> <role>: a name of letters, digits and . _ @ -, and one of the roles reader, editor, admin.',
  );
  process.exitCode = 1;
}
