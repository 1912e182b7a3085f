import { readFileSync } from 'node:fs';
import type { Request } from '@playwright/test';
import { z } from 'zod';

const texts = z
  .record(z.string(), z.string())
  .parse(JSON.parse(readFileSync(new URL('../../../schema/operations.json', import.meta.url), 'utf8')));
const posted = z.object({ documentId: z.string() });

/** The name of the operation that the web posts, e.g. `Today`; null for every other request. */
export function askedOperation(request: Request): string | null {
  if (request.method() !== 'POST') return null;
  const body = posted.safeParse(jsonOf(request));
  const text = body.success ? texts[body.data.documentId] : undefined;
  return /\b(?:query|mutation) (\w+)/.exec(text ?? '')?.[1] ?? null;
}

/** Null for a body of another kind. */
function jsonOf(request: Request): unknown {
  try {
    return request.postDataJSON();
  } catch {
    return null;
  }
}
