import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { type FileUpload, Upload as UploadedPart } from 'graphql-upload-minimal';

export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: 'A moment as RFC 3339 in UTC with milliseconds, such as `2024-03-31T12:00:00.000Z`.',
});

const multipart =
  'Send it as a GraphQL multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec)';

/** The value a resolver gets is a promise: the operation arrives before the file's first byte does. */
export const Upload = new GraphQLScalarType<Promise<FileUpload>, never>({
  name: 'Upload',
  description: `A file part of a GraphQL multipart request. ${multipart}; a literal or a JSON value is not a file.`,
  parseValue(value) {
    if (value instanceof UploadedPart) return value.promise;
    throw new GraphQLError(`Upload: expected a file part, got ${JSON.stringify(value)?.slice(0, 80)}. ${multipart}.`);
  },
  parseLiteral(node) {
    throw new GraphQLError(`Upload: a file cannot be written into the query; pass it as a variable. ${multipart}.`, {
      nodes: node,
    });
  },
  serialize() {
    throw new GraphQLError('Upload is for input only.');
  },
});
