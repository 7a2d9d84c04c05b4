import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { texts } from '../texts.js';
import { CopyButton } from './copy-button.js';

const words = texts.key.reveal;

/** A first request in three languages. Only the command has the secret in it: programs take it from their environment. */
export function SecretSnippets({
  secret,
  database,
}: {
  readonly secret: string;
  readonly database: string | undefined;
}) {
  const snippets = snippetsOf(secret);
  return (
    <section aria-label={words.snippets(database)}>
      <h3>{words.snippets(database)}</h3>
      <Tabs className="tabs" keyboardActivation="automatic">
        <TabList className="tab-list" aria-label={words.language}>
          {snippets.map(({ name }) => (
            <Tab key={name} id={name} className="tab">
              {name}
            </Tab>
          ))}
        </TabList>
        {snippets.map(({ name, text, isWithSecret }) => (
          <TabPanel key={name} id={name} className="tab-panel">
            <pre tabIndex={0} aria-label={name}>
              <code>{text}</code>
            </pre>
            <div className="row">
              <CopyButton text={text} label={words.copySnippet} />
              {!isWithSecret && <span className="hint">{words.fromEnvironment}</span>}
            </div>
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

interface Snippet {
  readonly name: string;
  readonly text: string;
  readonly isWithSecret: boolean;
}

function snippetsOf(secret: string): readonly Snippet[] {
  const url = `${window.location.origin}/graphql`;
  return [
    {
      name: 'curl',
      isWithSecret: true,
      text: `curl ${url} \\
  -H 'Authorization: Bearer ${secret}' \\
  -H 'Content-Type: application/json' \\
  -d '{"query": "{ __typename }"}'`,
    },
    {
      name: 'JavaScript',
      isWithSecret: false,
      text: `const response = await fetch(process.env.POSTERN_URL, {
  method: 'POST',
  headers: {
    Authorization: \`Bearer \${process.env.POSTERN_API_KEY}\`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify({ query: '{ __typename }' }),
});
const { data, errors } = await response.json();`,
    },
    {
      name: 'Python',
      isWithSecret: false,
      text: `import os
import requests

answer = requests.post(
    os.environ["POSTERN_URL"],
    headers={"Authorization": f"Bearer {os.environ['POSTERN_API_KEY']}"},
    json={"query": "{ __typename }"},
    timeout=30,
).json()`,
    },
  ];
}
