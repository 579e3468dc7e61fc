import 'reflect-metadata';
import {
  type GraphQLFieldMap,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  isObjectType,
} from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import {
  AnalysisParametersResolver,
  AnalysisResolver,
  DatasetAnalysesResolver,
} from '../../resolvers/analysis.resolver.js';
import { AnalysisArtifactsResolver, ArtifactResolver } from '../../resolvers/artifact.resolver.js';
import { BridgeEntityResolver, BridgeOfPeriodResolver, BridgePartResolver } from '../../resolvers/bridge.resolver.js';
import { CacheResolver } from '../../resolvers/cache.resolver.js';
import {
  AnalysisComparisonResolver,
  ComparedEntityResolver,
  ComparedParametersResolver,
  ComparisonResolver,
  PeriodComparisonResolver,
} from '../../resolvers/comparison.resolver.js';
import { DatasetResolver } from '../../resolvers/dataset.resolver.js';
import {
  AnalysisEntitiesResolver,
  EntityAboveLimitResolver,
  EntityHistoryResolver,
  PercentageParametersResolver,
  PeriodEntitiesResolver,
  RankedEntityResolver,
  TopConcentrationResolver,
} from '../../resolvers/entities.resolver.js';
import { DatasetEntitiesResolver, EntityMappingResolver } from '../../resolvers/entity-mapping.resolver.js';
import {
  LeftOutEntityResolver,
  PeriodLeftOutResolver,
  SelectedEntitiesResolver,
  UnknownEntitiesResolver,
} from '../../resolvers/left-out.resolver.js';
import { NodeResolver } from '../../resolvers/node.resolver.js';
import {
  ChangedEntityResolver,
  EntityShareResolver,
  PeriodChangeResolver,
  PeriodConcentrationResolver,
} from '../../resolvers/period.resolver.js';
import { ProgressResolver } from '../../resolvers/progress.resolver.js';
import { ColumnResolver, SchemaResolver } from '../../resolvers/schema.resolver.js';
import {
  AnalysisSegmentsResolver,
  SegmentPeriodResolver,
  SegmentResolver,
  SplitByResolver,
} from '../../resolvers/segment.resolver.js';
import { Analysis } from '../../schema/analysis.type.js';
import { Dataset } from '../../schema/dataset.type.js';
import { describeRoles } from './roles.js';

/** Where a reader of the docs begins. */
const DESCRIPTION = `How much of a value depends on how few: concentration analyses of uploaded spreadsheets.

Begin with \`datasets\`. A dataset's \`schema\` says what its columns mean, its \`suggestions\` which analyses suit it, and its
\`analysis\` computes one. \`uploadDataset\` takes a file of your own; \`datasetProgress\` follows its reading.`;

/** The executable schema: what schema/ declares, answered by resolvers/. */
export function buildGraphqlSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      NodeResolver,
      DatasetResolver,
      SchemaResolver,
      DatasetEntitiesResolver,
      EntityMappingResolver,
      ColumnResolver,
      CacheResolver,
      ProgressResolver,
      DatasetAnalysesResolver,
      AnalysisResolver,
      AnalysisParametersResolver,
      AnalysisArtifactsResolver,
      ArtifactResolver,
      PeriodChangeResolver,
      PeriodConcentrationResolver,
      AnalysisSegmentsResolver,
      SegmentResolver,
      SegmentPeriodResolver,
      AnalysisComparisonResolver,
      ComparisonResolver,
      PeriodComparisonResolver,
      ComparedEntityResolver,
      ComparedParametersResolver,
      SplitByResolver,
      BridgeOfPeriodResolver,
      BridgePartResolver,
      BridgeEntityResolver,
      EntityShareResolver,
      ChangedEntityResolver,
      PeriodLeftOutResolver,
      LeftOutEntityResolver,
      UnknownEntitiesResolver,
      SelectedEntitiesResolver,
      AnalysisEntitiesResolver,
      RankedEntityResolver,
      EntityAboveLimitResolver,
      EntityHistoryResolver,
      PeriodEntitiesResolver,
      TopConcentrationResolver,
      PercentageParametersResolver,
    ],
    orphanedTypes: [Dataset, Analysis],
    // Inputs are checked where their rules are: in the parts the resolvers call, which answer with codes of their own.
    validate: false,
    pubSub: noTopics,
  });
  // type-graphql gives all levels of a nested list one nullability; here cells may be null and rows may not.
  fieldsOf(schema, 'Preview').rows!.type = new GraphQLNonNull(
    new GraphQLList(new GraphQLNonNull(new GraphQLList(GraphQLString))),
  );
  describeRoles(schema);
  schema.description = DESCRIPTION;
  return schema;
}

/** type-graphql requires a PubSub to build a subscription; ours subscribe to their sources themselves. */
const noTopics = {
  publish: noTopic,
  subscribe: noTopic,
};

function noTopic(): never {
  throw new Error('a subscription needs its own subscribe function');
}

function fieldsOf(schema: GraphQLSchema, typeName: string): GraphQLFieldMap<unknown, unknown> {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is not an object type of the schema`);
  return type.getFields();
}
