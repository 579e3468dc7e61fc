import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildGraphqlSchema } from './build-schema.js';

/** The contract as schema/schema.graphql holds it: sorted, so that only a change of the contract changes the file. */
export function printGraphqlSchema(): string {
  return `# Written by \`npm run schema\` from the classes beside this file.\n\n${printSchema(lexicographicSortSchema(buildGraphqlSchema()))}\n`;
}
