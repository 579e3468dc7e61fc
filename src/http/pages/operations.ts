import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationTypeNode,
  parse,
  Source,
  visit,
} from 'graphql';
import { projectRoot } from '../../project-root.js';

/** An operation of a front end as it is sent: followed by the fragments it uses, its own and those of other files. */
export interface Operation {
  name: string;
  type: OperationTypeNode;
  /** Below the project's folder, with `/`. */
  file: string;
  document: DocumentNode;
  /** The whole of the files it comes from, with their comments. */
  text: string;
}

const folder = join(projectRoot, 'schema', 'operations');

/**
 * The operations of schema/operations/, in the order of the files' names. A fragment that is nowhere
 * is left for validation to report.
 *
 * @throws GraphQLError where a file does not parse
 */
export function readOperations(): Operation[] {
  const documents = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      return parse(new Source(readFileSync(path, 'utf8'), relative(projectRoot, path).split(sep).join('/')));
    });
  const definitions = documents.flatMap((document) => document.definitions);
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );

  return definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return [];
    const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [node, ...fragmentsOf(node, fragments)] };
    const sources = new Set(document.definitions.map(({ loc }) => loc!.source));
    const text = [...sources].map(({ body }) => body).join('\n');
    return [{ name: node.name?.value ?? '', type: node.operation, file: node.loc!.source.name, document, text }];
  });
}

function fragmentsOf(
  operation: DocumentNode['definitions'][number],
  known: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const used = new Map<string, FragmentDefinitionNode>();
  const follow = (node: DocumentNode['definitions'][number]) => {
    visit(node, {
      FragmentSpread({ name: { value } }) {
        const fragment = known.get(value);
        if (!fragment || used.has(value)) return;
        used.set(value, fragment);
        follow(fragment);
      },
    });
  };
  follow(operation);
  return [...used.values()];
}
