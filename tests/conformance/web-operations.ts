import { readFile } from 'node:fs/promises';
import { getOperationAST, parse } from 'graphql';
import { z } from 'zod';

export interface WebOperation {
  readonly name: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly text: string;
}

/** Every operation of the web app, by name. */
export async function readWebOperations(): Promise<ReadonlyMap<string, WebOperation>> {
  const file = new URL('../../schema/operations.json', import.meta.url);
  const texts = z.record(z.string(), z.string()).parse(JSON.parse(await readFile(file, 'utf8')));
  return new Map(
    Object.values(texts).map((text) => [nameOf(text), { name: nameOf(text), kind: kindOf(text), text }]),
  );
}

function nameOf(text: string): string {
  const name = getOperationAST(parse(text))?.name?.value;
  if (!name) throw new Error(`an operation without a name: ${text.slice(0, 80)}`);
  return name;
}

const kindOf = (text: string): WebOperation['kind'] => getOperationAST(parse(text))?.operation ?? 'query';
