import { GraphiQL } from 'graphiql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { CallerBar, type CallerStatus } from './caller-bar';
import { fetchSchema } from './fetch-schema';
import { postOperation, type Credential, type OperationRequest } from './post-operation';

export interface ExplorerProps {
  readonly endpoint: string;
  /** As whom to begin, where the console led here; null: somebody says so first. */
  readonly beginsAs: Credential | null;
}

/** No request leaves before somebody said as whom; the schema is read once for each caller. */
export function Explorer({ endpoint, beginsAs }: ExplorerProps): ReactNode {
  const [credential, setCredential] = useState<Credential | null>(null);
  const [schema, setSchema] = useState<GraphQLSchema | null>(null);
  const [status, setStatus] = useState<CallerStatus>({ kind: 'missing' });

  // An answer for a caller that was replaced meanwhile is dropped.
  const latest = useRef<Credential | null>(null);

  const apply = useCallback(
    (chosen: Credential | null): void => {
      latest.current = chosen;
      setCredential(chosen);
      setSchema(null);
      setStatus({ kind: chosen === null ? 'missing' : 'loading' });
      if (chosen === null) return;
      void fetchSchema(endpoint, chosen).then((result) => {
        if (latest.current !== chosen) return;
        if (result.kind === 'schema') setSchema(result.schema);
        setStatus(result.kind === 'schema' ? { kind: 'loaded', as: chosen } : result);
      });
    },
    [endpoint],
  );
  useEffect(() => {
    if (beginsAs !== null) apply(beginsAs);
  }, [beginsAs, apply]);

  // GraphiQL's types ask for errors as classes; it prints them, and what arrives over HTTP are plain objects.
  const fetcher = useCallback(
    (request: OperationRequest) =>
      (credential === null
        ? Promise.resolve(callerMissing)
        : postOperation(endpoint, credential, request)) as Promise<ExecutionResult>,
    [endpoint, credential],
  );

  return (
    <>
      <CallerBar
        endpoint={endpoint}
        status={status}
        offeredKeyId={beginsAs?.kind === 'asKey' ? beginsAs.keyId : null}
        onChoose={apply}
      />
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

const callerMissing = {
  errors: [{ message: 'Say above as whom: enter an API key, then run the operation again.' }],
};

const defaultQuery = `# Say above as whom. The documentation on the left then shows what may be used.
# Run the operation with Ctrl+Enter.

query {
  __typename
}
`;
