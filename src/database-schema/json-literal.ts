import { Kind, type ObjectValueNode, type ValueNode } from 'graphql';
import { MAX_DEPTH, problemOfText, TOO_DEEP } from '../filters/json-text.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';

/** A JSON value written in the document, as JSON text. Its numbers are taken as written, so that no digit is lost. */
export function readJsonLiteral(node: ValueNode, depth = 0): Parsed<string> {
  if (depth > MAX_DEPTH) return refused(TOO_DEEP);
  switch (node.kind) {
    case Kind.NULL:
      return parsed('null');
    case Kind.BOOLEAN:
      return parsed(String(node.value));
    case Kind.INT:
    case Kind.FLOAT:
      return parsed(node.value);
    case Kind.STRING: {
      return readText(node.value);
    }
    case Kind.LIST: {
      const items = readAll(node.values.map((item) => readJsonLiteral(item, depth + 1)));
      return items.kind === 'parsed' ? parsed(`[${items.value.join(',')}]`) : items;
    }
    case Kind.OBJECT:
      return readObject(node, depth);
    case Kind.ENUM:
      return refused(`${node.value} is no JSON value; a text stands in quotes.`);
    case Kind.VARIABLE:
      return refused('A variable cannot stand inside of a JSON value: send the whole value as one variable.');
  }
}

function readObject(node: ObjectValueNode, depth: number): Parsed<string> {
  const members = readAll(node.fields.map(({ value }) => readJsonLiteral(value, depth + 1)));
  if (members.kind === 'refused') return members;
  const written = members.value.map((text, index) => `"${node.fields[index]?.name.value ?? ''}":${text}`);
  return parsed(`{${written.join(',')}}`);
}

function readText(text: string): Parsed<string> {
  const problem = problemOfText(text);
  return problem === null ? parsed(JSON.stringify(text)) : refused(problem);
}

function readAll(values: readonly Parsed<string>[]): Parsed<readonly string[]> {
  const read: string[] = [];
  for (const value of values) {
    if (value.kind === 'refused') return value;
    read.push(value.value);
  }
  return parsed(read);
}
