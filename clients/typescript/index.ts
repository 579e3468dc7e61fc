/** The operations of schema/operations/ as typed documents, and the types they speak in. */
export * from './generated/graphql.js';
