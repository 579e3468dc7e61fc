// `node --import`ed before the service: graphql-jit compiles nothing, so that graphql-js executes every operation.
import { register } from 'node:module';

const stub = 'data:text/javascript,export const useGraphQlJit = () => ({})';
const hooks = `export async function resolve(specifier, context, next) {
  return specifier === '@envelop/graphql-jit' ? { url: '${stub}', shortCircuit: true } : next(specifier, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
