import { describe, expect, it } from 'vitest';
import { readSubgraphStreams, readSubgraphUrls } from './subgraph-addresses.ts';

describe('SUBGRAPH_URL_<NAME>', () => {
  it.each([
    ['http://books:4001', ['http://books:4001/graphql']],
    ['http://books:4001/', ['http://books:4001/graphql']],
    ['https://books.example/api', ['https://books.example/api']],
    ['http://one:1, http://two:2/api', ['http://one:1/graphql', 'http://two:2/api']],
  ])('%s is %j', (said, urls) => {
    expect(readSubgraphUrls({ SUBGRAPH_URL_BOOKS: said })).toEqual(new Map([['books', urls]]));
  });

  it('is of one subgraph each, by its lower-case name', () => {
    const said = { SUBGRAPH_URL_BOOKS: 'http://a:1', SUBGRAPH_URL_Car_Pool: 'http://b:2', PORT: '4000' };
    expect([...readSubgraphUrls(said).keys()]).toEqual(['books', 'car_pool']);
  });

  it.each(['books', 'ftp://books', ',', ''])(
    'is refused by its name where it is no address: "%s"',
    (said) => {
      expect(() => readSubgraphUrls({ SUBGRAPH_URL_BOOKS: said })).toThrow('SUBGRAPH_URL_BOOKS');
    },
  );
});

describe('SUBGRAPH_STREAMS_<NAME>', () => {
  it.each([
    ['socket', 'socket'],
    ['events', 'events'],
    ['', 'socket'],
  ])('"%s" is %s', (said, streams) => {
    expect(readSubgraphStreams({ SUBGRAPH_STREAMS_BOOKS: said })).toEqual(new Map([['books', streams]]));
  });

  it('is refused by its name where it is neither', () => {
    expect(() => readSubgraphStreams({ SUBGRAPH_STREAMS_BOOKS: 'pigeons' })).toThrow(
      'SUBGRAPH_STREAMS_BOOKS must be socket or events',
    );
  });
});
