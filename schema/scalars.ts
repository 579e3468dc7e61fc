import { GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';
import { type FileUpload, Upload as UploadedPart } from 'graphql-upload-minimal';

export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: 'A date and time as RFC 3339 in UTC with milliseconds, such as `2024-03-31T12:00:00.000Z`.',
});

/** Written by src/analysis/shares/amount.ts. */
export const Decimal = new GraphQLScalarType<never, string>({
  name: 'Decimal',
  description:
    'An exact decimal number as a string, such as `"-1234.5"`: any number of digits, no exponent, no trailing zeros after the point. Read it with a decimal library; a double may not hold it.',
  serialize: String,
  parseValue() {
    throw new GraphQLError('Decimal is for output only.');
  },
  parseLiteral() {
    throw new GraphQLError('Decimal is for output only.');
  },
});

const multipart =
  'Send it as a GraphQL multipart request (https://github.com/jaydenseric/graphql-multipart-request-spec)';

/** Resolvers receive a promise: the operation arrives before the first byte of the file. */
export const Upload = new GraphQLScalarType<Promise<FileUpload>, never>({
  name: 'Upload',
  description: `A file part of a GraphQL multipart request. ${multipart}. A literal or a JSON value is not a file.`,
  parseValue(value) {
    if (value instanceof UploadedPart) return value.promise;
    throw new GraphQLError(`Upload: expected a file part, got ${JSON.stringify(value)?.slice(0, 80)}. ${multipart}.`);
  },
  parseLiteral(node) {
    throw new GraphQLError(
      `Upload: expected a variable, got a literal. A file cannot be written into the query. ${multipart}.`,
      { nodes: node },
    );
  },
  serialize() {
    throw new GraphQLError('Upload is for input only.');
  },
});
