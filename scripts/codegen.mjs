import { run } from './steps.mjs';

/** clients/typescript/generated/ from the contract and schema/operations/, as codegen.yml says; with `--check` only compared. */
export function codegen(...options) {
  const command = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent', ...options];
  return run(process.execPath, command, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
