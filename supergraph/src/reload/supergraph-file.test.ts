import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSupergraphFile } from './supergraph-file.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'moim-supergraph-file-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('hands on what is in a supergraph file when that changes, also after one that cannot be served', async () => {
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, 'first');
  const served: string[] = [];
  const error = vi.fn();
  const serve = async (sdl: string) => {
    if (sdl === 'broken') throw new Error('no supergraph');
    served.push(sdl);
  };
  const stop = watchSupergraphFile(file, 10, serve, { error });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(served).toEqual([]);
  writeFileSync(file, 'broken');
  await vi.waitFor(() => expect(error).toHaveBeenCalled());
  writeFileSync(file, 'the second');
  await vi.waitFor(() => expect(served).toEqual(['the second']));
  writeFileSync(file, 'the second'); // and nothing new in it
  writeFileSync(file, 'the third');
  await vi.waitFor(() => expect(served).toEqual(['the second', 'the third']));
  stop();
});
