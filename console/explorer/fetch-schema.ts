import {
  buildClientSchema,
  getIntrospectionQuery,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { postOperation, type Credential } from './post-operation';

export type FetchedSchema =
  | { readonly kind: 'schema'; readonly schema: GraphQLSchema }
  | { readonly kind: 'refused'; readonly message: string };

/** What the caller may see, by introspection; else the gateway's own sentence. */
export async function fetchSchema(endpoint: string, credential: Credential): Promise<FetchedSchema> {
  const query = getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true });
  const { data, errors } = await postOperation(endpoint, credential, {
    query,
    operationName: 'IntrospectionQuery',
  });
  if (errors?.[0] !== undefined) return { kind: 'refused', message: errors[0].message };
  try {
    return { kind: 'schema', schema: buildClientSchema(data as unknown as IntrospectionQuery) };
  } catch {
    return { kind: 'refused', message: 'The gateway answered without a schema.' };
  }
}
