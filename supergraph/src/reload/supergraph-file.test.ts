import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSupergraphFile } from './supergraph-file.ts';

let folder: string;
let file: string;
let served: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moim-supergraph-file-'));
  file = join(folder, 'supergraph.graphql');
  served = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const error = vi.fn();
const watch = (serve: (sdl: string) => Promise<void>) =>
  watchSupergraphFile({ path: file, served: 'first', everyMs: 10 }, serve, { error });

it('hands on what is in a supergraph file when that changes, also after one that cannot be served', async () => {
  writeFileSync(file, 'first');
  const stop = watch(async (sdl) => {
    if (sdl === 'broken') throw new Error('no supergraph');
    served.push(sdl);
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(served).toEqual([]);
  writeFileSync(file, 'broken');
  await vi.waitFor(() => expect(error).toHaveBeenCalled());
  writeFileSync(file, 'the second');
  await vi.waitFor(() => expect(served).toEqual(['the second']));
  writeFileSync(file, 'the second'); // and nothing new in it
  writeFileSync(file, 'the third');
  await vi.waitFor(() => expect(served).toEqual(['the second', 'the third']));
  await stop();
});

it('hands on what changed between the start of the process and the first look', async () => {
  writeFileSync(file, 'written while it started');
  const stop = watch(async (sdl) => void served.push(sdl));
  await vi.waitFor(() => expect(served).toEqual(['written while it started']));
  await stop();
});

it('has stopped when what was being served is, and begins nothing after that', async () => {
  writeFileSync(file, 'slow to load');
  const loading = Promise.withResolvers<void>();
  const stop = watch(async (sdl) => {
    served.push(sdl);
    await loading.promise;
    served.push(`${sdl}, loaded`);
  });
  await vi.waitFor(() => expect(served).toEqual(['slow to load']));
  writeFileSync(file, 'too late');
  await new Promise((resolve) => setTimeout(resolve, 50));
  const stopped = stop();
  loading.resolve();
  await stopped;
  expect(served).toEqual(['slow to load', 'slow to load, loaded']);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(served).toHaveLength(2);
});
