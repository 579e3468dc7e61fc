/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Analyses($id: ID!, $first: Int = 20, $after: String) {\n  dataset(id: $id) {\n    id\n    analyses(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          computedAt\n          parameters {\n            groupBy\n            value\n            periodGrain\n          }\n        }\n      }\n    }\n  }\n}": typeof types.AnalysesDocument,
    "query Analysis($id: ID!, $input: AnalysisInput!, $head: Int = 10) {\n  dataset(id: $id) {\n    id\n    name\n    analysis(input: $input) {\n      id\n      datasetVersion\n      parameters {\n        groupBy\n        value\n        periodGrain\n        thresholds\n        topN\n      }\n      total {\n        ...Concentration\n      }\n      byPeriod {\n        ...Concentration\n      }\n      warnings {\n        code\n        message\n        column\n        count\n      }\n      artifacts {\n        format\n        url\n        fileName\n        sizeBytes\n      }\n    }\n  }\n}": typeof types.AnalysisDocument,
    "query Dataset($id: ID!, $atLeastVersion: Int) {\n  dataset(id: $id, atLeastVersion: $atLeastVersion) {\n    ...DatasetSummary\n  }\n}": typeof types.DatasetDocument,
    "subscription DatasetProgress($id: ID!) {\n  datasetProgress(id: $id) {\n    stage\n    fraction\n    rowsDone\n    bytesDone\n    bytesTotal\n    failure {\n      code\n      message\n    }\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": typeof types.DatasetProgressDocument,
    "query DatasetSchema($id: ID!, $rows: Int = 5) {\n  dataset(id: $id) {\n    id\n    name\n    version\n    schema {\n      ...SchemaDetails\n    }\n    preview(first: $rows) {\n      columns\n      rows\n    }\n  }\n}": typeof types.DatasetSchemaDocument,
    "query Datasets($first: Int = 20, $after: String, $search: String, $orderBy: DatasetOrder = NEWEST) {\n  datasets(first: $first, after: $after, search: $search, orderBy: $orderBy) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        ...DatasetSummary\n      }\n    }\n  }\n}": typeof types.DatasetsDocument,
    "mutation DeleteDataset($id: ID!) {\n  deleteDataset(id: $id) {\n    id\n  }\n}": typeof types.DeleteDatasetDocument,
    "mutation NormalizeDataset($input: NormalizeDatasetInput!) {\n  normalizeDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": typeof types.NormalizeDatasetDocument,
    "mutation ReplaceDataset($input: ReplaceDatasetInput!) {\n  replaceDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": typeof types.ReplaceDatasetDocument,
    "mutation SaveSchema($input: SaveSchemaInput!) {\n  saveSchema(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n    schema {\n      ...SchemaDetails\n    }\n  }\n}": typeof types.SaveSchemaDocument,
    "query Suggestions($id: ID!) {\n  dataset(id: $id) {\n    id\n    name\n    suggestions {\n      groupBy\n      value\n      periodGrain\n      reason\n    }\n  }\n}": typeof types.SuggestionsDocument,
    "mutation UploadDataset($input: UploadDatasetInput!) {\n  uploadDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": typeof types.UploadDatasetDocument,
    "fragment Concentration on PeriodConcentration {\n  period\n  total\n  entityCount\n  hhi\n  gini\n  effectiveEntities\n  thresholds {\n    threshold\n    within {\n      ...Share\n    }\n    reaching {\n      ...Share\n    }\n    topPercent {\n      ...Share\n    }\n  }\n  head(first: $head) {\n    rank\n    entity\n    value\n    share\n    cumulativeShare\n  }\n  change {\n    previous\n    total\n    totalPercent\n    hhi\n    entered\n    left\n  }\n  problem {\n    code\n    message\n  }\n}": typeof types.ConcentrationFragmentDoc,
    "fragment DatasetSummary on Dataset {\n  id\n  name\n  status\n  version\n  rowCount\n  columnCount\n  source {\n    fileName\n    format\n    sizeBytes\n  }\n  createdAt\n  updatedAt\n  failure {\n    code\n    message\n  }\n}": typeof types.DatasetSummaryFragmentDoc,
    "fragment SchemaDetails on Schema {\n  datasetId\n  version\n  rowCount\n  periodGrain\n  periodGrainCandidates\n  timeColumns\n  timeCandidates\n  columns {\n    name\n    originalName\n    role\n    dataType\n    representation\n    description\n    cardinality\n    nullRate\n    min\n    max\n    samples\n    coercions {\n      kind\n      count\n      example\n    }\n  }\n  warnings {\n    code\n    message\n    column\n    count\n  }\n}": typeof types.SchemaDetailsFragmentDoc,
    "fragment Share on Bucket {\n  count\n  value\n  share\n}": typeof types.ShareFragmentDoc,
};
const documents: Documents = {
    "query Analyses($id: ID!, $first: Int = 20, $after: String) {\n  dataset(id: $id) {\n    id\n    analyses(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          computedAt\n          parameters {\n            groupBy\n            value\n            periodGrain\n          }\n        }\n      }\n    }\n  }\n}": types.AnalysesDocument,
    "query Analysis($id: ID!, $input: AnalysisInput!, $head: Int = 10) {\n  dataset(id: $id) {\n    id\n    name\n    analysis(input: $input) {\n      id\n      datasetVersion\n      parameters {\n        groupBy\n        value\n        periodGrain\n        thresholds\n        topN\n      }\n      total {\n        ...Concentration\n      }\n      byPeriod {\n        ...Concentration\n      }\n      warnings {\n        code\n        message\n        column\n        count\n      }\n      artifacts {\n        format\n        url\n        fileName\n        sizeBytes\n      }\n    }\n  }\n}": types.AnalysisDocument,
    "query Dataset($id: ID!, $atLeastVersion: Int) {\n  dataset(id: $id, atLeastVersion: $atLeastVersion) {\n    ...DatasetSummary\n  }\n}": types.DatasetDocument,
    "subscription DatasetProgress($id: ID!) {\n  datasetProgress(id: $id) {\n    stage\n    fraction\n    rowsDone\n    bytesDone\n    bytesTotal\n    failure {\n      code\n      message\n    }\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": types.DatasetProgressDocument,
    "query DatasetSchema($id: ID!, $rows: Int = 5) {\n  dataset(id: $id) {\n    id\n    name\n    version\n    schema {\n      ...SchemaDetails\n    }\n    preview(first: $rows) {\n      columns\n      rows\n    }\n  }\n}": types.DatasetSchemaDocument,
    "query Datasets($first: Int = 20, $after: String, $search: String, $orderBy: DatasetOrder = NEWEST) {\n  datasets(first: $first, after: $after, search: $search, orderBy: $orderBy) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        ...DatasetSummary\n      }\n    }\n  }\n}": types.DatasetsDocument,
    "mutation DeleteDataset($id: ID!) {\n  deleteDataset(id: $id) {\n    id\n  }\n}": types.DeleteDatasetDocument,
    "mutation NormalizeDataset($input: NormalizeDatasetInput!) {\n  normalizeDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": types.NormalizeDatasetDocument,
    "mutation ReplaceDataset($input: ReplaceDatasetInput!) {\n  replaceDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": types.ReplaceDatasetDocument,
    "mutation SaveSchema($input: SaveSchemaInput!) {\n  saveSchema(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n    schema {\n      ...SchemaDetails\n    }\n  }\n}": types.SaveSchemaDocument,
    "query Suggestions($id: ID!) {\n  dataset(id: $id) {\n    id\n    name\n    suggestions {\n      groupBy\n      value\n      periodGrain\n      reason\n    }\n  }\n}": types.SuggestionsDocument,
    "mutation UploadDataset($input: UploadDatasetInput!) {\n  uploadDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}": types.UploadDatasetDocument,
    "fragment Concentration on PeriodConcentration {\n  period\n  total\n  entityCount\n  hhi\n  gini\n  effectiveEntities\n  thresholds {\n    threshold\n    within {\n      ...Share\n    }\n    reaching {\n      ...Share\n    }\n    topPercent {\n      ...Share\n    }\n  }\n  head(first: $head) {\n    rank\n    entity\n    value\n    share\n    cumulativeShare\n  }\n  change {\n    previous\n    total\n    totalPercent\n    hhi\n    entered\n    left\n  }\n  problem {\n    code\n    message\n  }\n}": types.ConcentrationFragmentDoc,
    "fragment DatasetSummary on Dataset {\n  id\n  name\n  status\n  version\n  rowCount\n  columnCount\n  source {\n    fileName\n    format\n    sizeBytes\n  }\n  createdAt\n  updatedAt\n  failure {\n    code\n    message\n  }\n}": types.DatasetSummaryFragmentDoc,
    "fragment SchemaDetails on Schema {\n  datasetId\n  version\n  rowCount\n  periodGrain\n  periodGrainCandidates\n  timeColumns\n  timeCandidates\n  columns {\n    name\n    originalName\n    role\n    dataType\n    representation\n    description\n    cardinality\n    nullRate\n    min\n    max\n    samples\n    coercions {\n      kind\n      count\n      example\n    }\n  }\n  warnings {\n    code\n    message\n    column\n    count\n  }\n}": types.SchemaDetailsFragmentDoc,
    "fragment Share on Bucket {\n  count\n  value\n  share\n}": types.ShareFragmentDoc,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Analyses($id: ID!, $first: Int = 20, $after: String) {\n  dataset(id: $id) {\n    id\n    analyses(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          computedAt\n          parameters {\n            groupBy\n            value\n            periodGrain\n          }\n        }\n      }\n    }\n  }\n}"): (typeof documents)["query Analyses($id: ID!, $first: Int = 20, $after: String) {\n  dataset(id: $id) {\n    id\n    analyses(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          computedAt\n          parameters {\n            groupBy\n            value\n            periodGrain\n          }\n        }\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Analysis($id: ID!, $input: AnalysisInput!, $head: Int = 10) {\n  dataset(id: $id) {\n    id\n    name\n    analysis(input: $input) {\n      id\n      datasetVersion\n      parameters {\n        groupBy\n        value\n        periodGrain\n        thresholds\n        topN\n      }\n      total {\n        ...Concentration\n      }\n      byPeriod {\n        ...Concentration\n      }\n      warnings {\n        code\n        message\n        column\n        count\n      }\n      artifacts {\n        format\n        url\n        fileName\n        sizeBytes\n      }\n    }\n  }\n}"): (typeof documents)["query Analysis($id: ID!, $input: AnalysisInput!, $head: Int = 10) {\n  dataset(id: $id) {\n    id\n    name\n    analysis(input: $input) {\n      id\n      datasetVersion\n      parameters {\n        groupBy\n        value\n        periodGrain\n        thresholds\n        topN\n      }\n      total {\n        ...Concentration\n      }\n      byPeriod {\n        ...Concentration\n      }\n      warnings {\n        code\n        message\n        column\n        count\n      }\n      artifacts {\n        format\n        url\n        fileName\n        sizeBytes\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Dataset($id: ID!, $atLeastVersion: Int) {\n  dataset(id: $id, atLeastVersion: $atLeastVersion) {\n    ...DatasetSummary\n  }\n}"): (typeof documents)["query Dataset($id: ID!, $atLeastVersion: Int) {\n  dataset(id: $id, atLeastVersion: $atLeastVersion) {\n    ...DatasetSummary\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription DatasetProgress($id: ID!) {\n  datasetProgress(id: $id) {\n    stage\n    fraction\n    rowsDone\n    bytesDone\n    bytesTotal\n    failure {\n      code\n      message\n    }\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"): (typeof documents)["subscription DatasetProgress($id: ID!) {\n  datasetProgress(id: $id) {\n    stage\n    fraction\n    rowsDone\n    bytesDone\n    bytesTotal\n    failure {\n      code\n      message\n    }\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query DatasetSchema($id: ID!, $rows: Int = 5) {\n  dataset(id: $id) {\n    id\n    name\n    version\n    schema {\n      ...SchemaDetails\n    }\n    preview(first: $rows) {\n      columns\n      rows\n    }\n  }\n}"): (typeof documents)["query DatasetSchema($id: ID!, $rows: Int = 5) {\n  dataset(id: $id) {\n    id\n    name\n    version\n    schema {\n      ...SchemaDetails\n    }\n    preview(first: $rows) {\n      columns\n      rows\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Datasets($first: Int = 20, $after: String, $search: String, $orderBy: DatasetOrder = NEWEST) {\n  datasets(first: $first, after: $after, search: $search, orderBy: $orderBy) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        ...DatasetSummary\n      }\n    }\n  }\n}"): (typeof documents)["query Datasets($first: Int = 20, $after: String, $search: String, $orderBy: DatasetOrder = NEWEST) {\n  datasets(first: $first, after: $after, search: $search, orderBy: $orderBy) {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      cursor\n      node {\n        ...DatasetSummary\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation DeleteDataset($id: ID!) {\n  deleteDataset(id: $id) {\n    id\n  }\n}"): (typeof documents)["mutation DeleteDataset($id: ID!) {\n  deleteDataset(id: $id) {\n    id\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation NormalizeDataset($input: NormalizeDatasetInput!) {\n  normalizeDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"): (typeof documents)["mutation NormalizeDataset($input: NormalizeDatasetInput!) {\n  normalizeDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ReplaceDataset($input: ReplaceDatasetInput!) {\n  replaceDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"): (typeof documents)["mutation ReplaceDataset($input: ReplaceDatasetInput!) {\n  replaceDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SaveSchema($input: SaveSchemaInput!) {\n  saveSchema(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n    schema {\n      ...SchemaDetails\n    }\n  }\n}"): (typeof documents)["mutation SaveSchema($input: SaveSchemaInput!) {\n  saveSchema(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n    schema {\n      ...SchemaDetails\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Suggestions($id: ID!) {\n  dataset(id: $id) {\n    id\n    name\n    suggestions {\n      groupBy\n      value\n      periodGrain\n      reason\n    }\n  }\n}"): (typeof documents)["query Suggestions($id: ID!) {\n  dataset(id: $id) {\n    id\n    name\n    suggestions {\n      groupBy\n      value\n      periodGrain\n      reason\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation UploadDataset($input: UploadDatasetInput!) {\n  uploadDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"): (typeof documents)["mutation UploadDataset($input: UploadDatasetInput!) {\n  uploadDataset(input: $input) {\n    dataset {\n      ...DatasetSummary\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Concentration on PeriodConcentration {\n  period\n  total\n  entityCount\n  hhi\n  gini\n  effectiveEntities\n  thresholds {\n    threshold\n    within {\n      ...Share\n    }\n    reaching {\n      ...Share\n    }\n    topPercent {\n      ...Share\n    }\n  }\n  head(first: $head) {\n    rank\n    entity\n    value\n    share\n    cumulativeShare\n  }\n  change {\n    previous\n    total\n    totalPercent\n    hhi\n    entered\n    left\n  }\n  problem {\n    code\n    message\n  }\n}"): (typeof documents)["fragment Concentration on PeriodConcentration {\n  period\n  total\n  entityCount\n  hhi\n  gini\n  effectiveEntities\n  thresholds {\n    threshold\n    within {\n      ...Share\n    }\n    reaching {\n      ...Share\n    }\n    topPercent {\n      ...Share\n    }\n  }\n  head(first: $head) {\n    rank\n    entity\n    value\n    share\n    cumulativeShare\n  }\n  change {\n    previous\n    total\n    totalPercent\n    hhi\n    entered\n    left\n  }\n  problem {\n    code\n    message\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment DatasetSummary on Dataset {\n  id\n  name\n  status\n  version\n  rowCount\n  columnCount\n  source {\n    fileName\n    format\n    sizeBytes\n  }\n  createdAt\n  updatedAt\n  failure {\n    code\n    message\n  }\n}"): (typeof documents)["fragment DatasetSummary on Dataset {\n  id\n  name\n  status\n  version\n  rowCount\n  columnCount\n  source {\n    fileName\n    format\n    sizeBytes\n  }\n  createdAt\n  updatedAt\n  failure {\n    code\n    message\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment SchemaDetails on Schema {\n  datasetId\n  version\n  rowCount\n  periodGrain\n  periodGrainCandidates\n  timeColumns\n  timeCandidates\n  columns {\n    name\n    originalName\n    role\n    dataType\n    representation\n    description\n    cardinality\n    nullRate\n    min\n    max\n    samples\n    coercions {\n      kind\n      count\n      example\n    }\n  }\n  warnings {\n    code\n    message\n    column\n    count\n  }\n}"): (typeof documents)["fragment SchemaDetails on Schema {\n  datasetId\n  version\n  rowCount\n  periodGrain\n  periodGrainCandidates\n  timeColumns\n  timeCandidates\n  columns {\n    name\n    originalName\n    role\n    dataType\n    representation\n    description\n    cardinality\n    nullRate\n    min\n    max\n    samples\n    coercions {\n      kind\n      count\n      example\n    }\n  }\n  warnings {\n    code\n    message\n    column\n    count\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment Share on Bucket {\n  count\n  value\n  share\n}"): (typeof documents)["fragment Share on Bucket {\n  count\n  value\n  share\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;