export { typePolicies } from './apollo-cache.js';
/** The operations of schema/operations/ as typed documents, their ids, and the types they use. */
export * from './generated/document-ids.js';
export * from './generated/graphql.js';
