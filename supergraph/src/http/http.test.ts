import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { mediaTypeFor } from './media-type.ts';
import { readOperationRequest, readSearchRequest } from './operation-request.ts';
import { isAllowedOrigin } from './origin.ts';

function requestWith(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return request;
}

describe('isAllowedOrigin', () => {
  it.each([
    ['a program, which sends none', {}, true],
    ['our own page', { origin: 'https://moim.example', host: 'moim.example' }, true],
    ['our own page on a port', { origin: 'http://localhost:4000', host: 'localhost:4000' }, true],
    ['another port', { origin: 'http://localhost:4001', host: 'localhost:4000' }, false],
    ['another site', { origin: 'https://evil.example', host: 'moim.example' }, false],
    ['a sandboxed page', { origin: 'null', host: 'moim.example' }, false],
    ['one that was named', { origin: 'https://friend.example', host: 'moim.example' }, true],
    [
      'one whose name only begins like a named one',
      { origin: 'https://friend.example.evil', host: 'm' },
      false,
    ],
  ])('%s', (_, headers, expected) => {
    expect(isAllowedOrigin(requestWith(headers), ['https://friend.example'])).toBe(expected);
  });
});

describe('readOperationRequest', () => {
  it('takes what the specification allows', () => {
    expect(
      readOperationRequest({ query: '{ a }', operationName: '', variables: null, extensions: {} }),
    ).toEqual({
      document: { query: '{ a }' },
      operationName: undefined,
      variables: {},
    });
  });

  it('takes the identifier of a document, beside an empty text as a WebSocket needs it', () => {
    const named = { document: { documentId: 'sha256:a' }, operationName: undefined, variables: { x: 1 } };
    expect(readOperationRequest({ documentId: 'sha256:a', variables: { x: 1 } })).toEqual(named);
    expect(readOperationRequest({ documentId: 'sha256:a', query: '', variables: { x: 1 } })).toEqual(named);
    expect(readSearchRequest('?documentId=sha256:a&variables={"x":1}')).toEqual(named);
  });

  it.each([
    [null],
    [[{ query: '{ a }' }]],
    [{}],
    [{ query: '' }],
    [{ query: ['{ a }'] }],
    [{ query: '{ a }', documentId: 'sha256:a' }],
    [{ documentId: 7 }],
    [{ query: '{ a }', operationName: 1 }],
    [{ query: '{ a }', variables: '{}' }],
    [{ query: '{ a }', variables: [] }],
    [{ query: '{ a }', extensions: 'x' }],
    [{ query: '{ a }', extensions: { idempotencyKey: 'with space' } }],
    [{ query: '{ a }', extensions: { idempotencyKey: 7 } }],
  ])('says what is wrong with %j', (body) => {
    expect(readOperationRequest(body)).toBeTypeOf('string');
  });

  it('reads the same from a query string', () => {
    const search = `?query=${encodeURIComponent('{ a }')}&variables=${encodeURIComponent('{"x":1}')}&operationName=A`;
    expect(readSearchRequest(search)).toEqual({
      document: { query: '{ a }' },
      operationName: 'A',
      variables: { x: 1 },
    });
  });

  it.each([
    '',
    '?query=',
    '?query={a}&query={b}',
    '?documentId=a&documentId=b',
    '?query={a}&variables={',
    '?query={a}&variables=[1]',
  ])('says what is wrong with %s', (search) => expect(readSearchRequest(search)).toBeTypeOf('string'));
});

describe('the media type of an answer', () => {
  const modern = 'application/graphql-response+json';
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['application/json', 'application/json'],
    [modern, modern],
    [`${modern}, application/json`, modern],
    [`application/json,${modern}`, 'application/json'],
    [`${modern}, application/graphql+json, application/json, multipart/mixed`, modern],
    [`${modern};q=0.5, application/json`, null],
    ['text/html', null],
    ['text/html, */*', null],
  ])('for %s is %s (null: to be negotiated)', (accept, mediaType) => {
    expect(mediaTypeFor(accept)).toBe(mediaType);
  });
});
