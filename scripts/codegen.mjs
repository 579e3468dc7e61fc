// `npm run codegen`: clients/typescript/generated/ from the contract and schema/operations/, as codegen.yml says; with --check
// only compares. After a change of the schema's classes: `npm run schema`, which ends here.
import { install, requireNode, run } from './steps.mjs';

requireNode();
install();

const isCheck = process.argv.includes('--check');
const { status } = run(process.execPath, [
  'node_modules/@graphql-codegen/cli/esm/bin.js',
  '--silent',
  ...(isCheck ? ['--check'] : []),
]);
if (status !== 0) {
  if (isCheck)
    console.error('clients/typescript/generated/ is not what codegen makes: run `npm run schema` and commit it.');
  process.exitCode = 1;
}
