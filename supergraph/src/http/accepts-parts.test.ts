import { expect, it } from 'vitest';
import { acceptsParts, mediaTypeBesideParts } from './accepts-parts.ts';

const json = 'application/json';
const graphqlJson = 'application/graphql-response+json';

it.each([
  [undefined, false, json],
  ['*/*', false, json],
  [json, false, json],
  ['multipart/*', false, json],
  ['multipart/mixed', true, json],
  ['multipart/mixed;deferSpec=20220824', true, json],
  ['Multipart/Mixed; DeferSpec="20220824"', false, json], // what nobody writes is not looked for
  ['multipart/mixed; deferSpec="20220824", application/json', true, json],
  [`application/json;q=0.9, multipart/mixed;boundary="-";deferSpec=20220824`, true, json],
  [`${graphqlJson}, ${json}, multipart/mixed`, true, graphqlJson],
  ['multipart/mixed;deferSpec=20230621, application/json', false, json],
  ['multipart/mixed;incrementalSpec=v0.2, application/json', false, json],
  ['multipart/mixed;subscriptionSpec=1.0, application/json', false, json],
  ['multipart/mixed;q=0', false, json],
  ['multipart/mixed;q=0.5', true, json],
])('%s', (accept, takes, otherwise) => {
  expect(acceptsParts(accept)).toBe(takes);
  if (takes) expect(mediaTypeBesideParts(accept)).toBe(otherwise);
});
