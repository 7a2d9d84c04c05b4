import { GraphiQL } from 'graphiql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { KeyBar, type KeyStatus } from './key-bar';
import { fetchSchema } from './fetch-schema';
import { postOperation, type OperationRequest } from './post-operation';

/** No request leaves before a key was entered; the schema is read once for each key. */
export function Explorer({ endpoint }: { readonly endpoint: string }): ReactNode {
  const [key, setKey] = useState('');
  const [schema, setSchema] = useState<GraphQLSchema | null>(null);
  const [status, setStatus] = useState<KeyStatus>({ kind: 'missing' });

  // An answer for a key that was replaced meanwhile is dropped.
  const latestKey = useRef('');

  const applyKey = (entered: string): void => {
    latestKey.current = entered;
    setKey(entered);
    setSchema(null);
    if (entered === '') {
      setStatus({ kind: 'missing' });
      return;
    }
    setStatus({ kind: 'loading' });
    void fetchSchema(endpoint, entered).then((result) => {
      if (latestKey.current !== entered) return;
      if (result.kind === 'schema') setSchema(result.schema);
      setStatus(result.kind === 'schema' ? { kind: 'loaded' } : result);
    });
  };

  // GraphiQL's types ask for errors as classes; it prints them, and what arrives over HTTP are plain objects.
  const fetcher = useCallback(
    (request: OperationRequest) =>
      (key === ''
        ? Promise.resolve(keyMissing)
        : postOperation(endpoint, key, request)) as Promise<ExecutionResult>,
    [endpoint, key],
  );

  return (
    <>
      <KeyBar endpoint={endpoint} status={status} onKey={applyKey} />
      <GraphiQL
        fetcher={fetcher}
        schema={schema}
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
        showPersistHeadersSettings={false}
        defaultQuery={defaultQuery}
      >
        <GraphiQL.Logo>Postern</GraphiQL.Logo>
      </GraphiQL>
    </>
  );
}

const keyMissing = { errors: [{ message: 'Enter an API key above, then run the operation again.' }] };

const defaultQuery = `# Enter an API key above. The documentation on the left then shows what it may use.
# Run the operation with Ctrl+Enter.

query {
  __typename
}
`;
