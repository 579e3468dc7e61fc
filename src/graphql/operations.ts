import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, visit } from 'graphql';
import { projectRoot } from '../project-root.js';

const folder = join(projectRoot, 'schema', 'operations');

/** The text of an operation of schema/operations/, followed by the fragments it uses: runs as it is. */
export function readOperation(name: string): string {
  const texts = [read(`${name}.graphql`)];
  const fragments = new Map(
    readdirSync(join(folder, 'fragments')).map((file) => [basename(file, '.graphql'), join('fragments', file)]),
  );
  // A fragment may use others; the list grows while it is walked.
  for (const text of texts) {
    for (const used of spreadsOf(text)) {
      const file = fragments.get(used);
      fragments.delete(used);
      if (file) texts.push(read(file));
    }
  }
  return texts.join('\n');
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function spreadsOf(text: string): string[] {
  const names: string[] = [];
  visit(parse(text), { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}
