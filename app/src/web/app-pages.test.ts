import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { root } from '../configuration.ts';

const pages = readdirSync(`${root}/web/src/routes/(app)`);
const subgraphs = readdirSync(`${root}/subgraphs`);

it('names every page of the app that shares its address with a subgraph', () => {
  const named: unknown = JSON.parse(readFileSync(`${root}/web/static/app-pages.json`, 'utf8'));
  expect(named).toEqual(expect.arrayContaining(pages.filter((page) => subgraphs.includes(page))));
});
