import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { operationLabel } from './operation-label.ts';

it.each([
  ['query Secret { chatRoom(id: 1) { id } me { id } }', 'query chatRoom'],
  ['mutation { alias: sendMessage { id } }', 'mutation sendMessage'],
  [
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Member { name } } }',
    'query _entities(Member)',
  ],
  ['query { ...Rest } fragment Rest on Query { me { id } }', 'query fragment'],
  ['fragment Alone on Query { me { id } }', 'unknown'],
])('%s is labelled %s', (text, label) => {
  expect(operationLabel(parse(text))).toBe(label);
});
