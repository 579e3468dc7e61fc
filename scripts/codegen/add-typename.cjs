// codegen.yml names files, not exports. With __typename in the documents themselves, every client sends the same text,
// whose SHA-256 is the document's id, and caches by type.
exports.transform = require('@graphql-codegen/client-preset').addTypenameSelectionDocumentTransform.transform;
