/** The operations of schema/operations/ as typed documents, their ids, and the types they speak in. */
export * from './generated/document-ids.js';
export * from './generated/error-codes.js';
export * from './generated/graphql.js';
