import { describe, expect, it } from '@jest/globals';
import { buildSchema, execute, parse, validate } from 'graphql';
import { hideQuotedSecrets } from '../../src/server/quoted-secrets.js';

const schema = buildSchema(
  'type Query { sign(input: In!): Int } input In { email: String! password: String! inner: In }',
);
const document = parse('query ($input: In!) { sign(input: $input) }');

async function messages(input: unknown): Promise<string> {
  const variables = { input } as Record<string, unknown>;
  const { errors = [] } = await execute({ schema, document, variableValues: variables });
  return hideQuotedSecrets(errors, { document, variables })
    .map((error) => error.message)
    .join('\n');
}

describe('a password in the variables', () => {
  it.each([
    ['beside a member that is missing', { password: 'violet "tractor"' }, 'violet'],
    ['deeper down', { email: 'x', password: 'y', inner: { password: 'violet tractor' } }, 'violet'],
    ['of the wrong type', { email: 'x', password: ['violet tractor'] }, 'violet'],
    ['that is a number', { email: 'x', password: 8675309867530986 }, '8675'],
    ['under a name that has the word in it', { currentPassword: 'violet tractor' }, 'violet'],
    ['in the URL of a database', { url: 'postgres://postern:violet@db.example.com/crm' }, 'violet'],
  ])('is not quoted by the error: %s', async (_what, input, secret) => {
    const text = await messages(input);
    expect(text).toMatch(/Variable "\$input" got invalid value/);
    expect(text).not.toContain(secret);
  });

  it('takes nothing else out of the error', async () => {
    expect(await messages({ password: 'violet tractor', name: 'Anna' })).toContain('"Anna"');
  });
});

it('a password in the document is not quoted by the error', () => {
  const text = '{ sign(input: { email: "x", password: ["violet tractor"] }) }';
  const written = parse(text);
  const errors = validate(schema, written);
  expect(errors.map(({ message }) => message).join()).toContain('violet');
  const hidden = hideQuotedSecrets(errors, { document: written, variables: {} });
  expect(hidden.map(({ message }) => message).join()).not.toContain('violet');
  expect(hidden[0]?.locations).toEqual(errors[0]?.locations);
});

it('a password that comes by a variable of another name is not quoted by the error', async () => {
  const written = parse('query ($p: String!) { sign(input: { email: "x", password: $p }) }');
  const variables = { p: ['violet tractor'] };
  const { errors = [] } = await execute({ schema, document: written, variableValues: variables });
  expect(errors[0]?.message).toContain('violet');
  const hidden = hideQuotedSecrets(errors, { document: written, variables });
  expect(hidden[0]?.message).not.toContain('violet');
});
