import type { GraphqlAnswer } from '../../support/client.js';
import type { Observation, VersionObservation } from './dataset-history.js';
import type { Question } from './questions.js';

/** Of all rows, and of a question that is drawn; `version` is a field of the input. */
const analyses = ({ input, fields }: Question, version = '') => `
  analysis(input: { groupBy: "who", value: "amount" ${version} }) { datasetVersion total { total head { entity } } }
  drawn: analysis(input: { ${input} ${version} }) { datasetVersion ${fields} }`;

export const queryOf = (question: Question) => `query($id: ID!) { dataset(id: $id) {
  version
  schema { version columns { name description } } ${analyses(question)}
} }`;

export const versionQueryOf = (question: Question) => `query($id: ID!, $version: Int!) { dataset(id: $id) {
  version
  versions { version }
  schema(version: $version) { version columns { name description } } ${analyses(question, 'version: $version')}
} }`;

export function observationOf({ data: { dataset } }: GraphqlAnswer, { tokensOf }: Question): Observation {
  if (dataset === null) return null;
  const { version, schema, analysis, drawn } = dataset;
  return {
    versions: [version, schema.version, analysis.datasetVersion, drawn.datasetVersion],
    tokens: [newestToken(schema.columns), analysis.total.total, ...tokensOf(drawn)],
    description: schema.columns[0].description,
    entity: analysis.total.head[0].entity,
  };
}

/** Undefined where it is an error of another kind than that the version is not kept. */
export function versionObservationOf(
  answer: GraphqlAnswer,
  asked: number,
  question: Question,
): VersionObservation | undefined {
  const { data, errors } = answer;
  if (errors) {
    const isNotKept = errors.every(({ extensions }) => extensions.code === 'VERSION_NOT_KEPT');
    return isNotKept ? { asked, kept: errors[0]!.extensions.kept as number[], seen: null } : undefined;
  }
  const seen = observationOf(answer, question);
  const kept = data.dataset?.versions.map(({ version }: { version: number }) => version);
  return seen && { asked, kept, seen };
}

function newestToken(columns: { name: string }[]): number {
  const tokens = columns.flatMap(({ name }) => (/^c\d+$/.test(name) ? [Number(name.slice(1))] : []));
  return tokens.at(-1)!;
}
