import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';

const contract = z.object({ name: z.string(), payload: z.instanceof(z.ZodType) });

/** An event contract of schema/contracts, as far as old payloads need it. */
export type Contract = z.infer<typeof contract>;

export async function loadContracts(root: string): Promise<Contract[]> {
  const folder = join(root, 'schema/contracts');
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const modules = await Promise.all(files.map((file) => loadExports(join(folder, file))));
  return modules.flat();
}

async function loadExports(file: string): Promise<Contract[]> {
  const module: unknown = await import(pathToFileURL(file).href);
  return Object.values(z.record(z.string(), z.unknown()).parse(module)).map((value) => contract.parse(value));
}
