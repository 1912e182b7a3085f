import { z } from 'zod';
import { ExtensionFault } from './fault.ts';

/** Milliseconds for the whole answer. */
const answerWithinMs = 5_000;
/** Ours have 40,000 at most. */
const maxBytes = 1024 * 1024;

const query = '{ _service { sdl } }';
const answer = z.object({ data: z.object({ _service: z.object({ sdl: z.string().min(1) }) }) });

/**
 * Asks a subgraph what it says of itself.
 *
 * @throws {ExtensionFault} nobody there, too slow, or no subgraph
 */
export async function fetchSdl(url: string, withinMs = answerWithinMs): Promise<string> {
  const text = await post(url, withinMs);
  const parsed = answer.safeParse(readJson(text));
  if (parsed.success) return parsed.data.data._service.sdl;
  throw new ExtensionFault(
    `${url} is not a subgraph: it does not answer ${query} with its SDL. Give the file with --sdl if it must not.`,
  );
}

async function post(url: string, withinMs: number): Promise<string> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ query }),
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    });
    return await readWithin(response, maxBytes);
  } catch (error) {
    if (error instanceof ExtensionFault) throw error;
    throw new ExtensionFault(`${url} does not answer: ${reasonOf(error, withinMs)}.`);
  }
}

async function readWithin(response: Response, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > limit)
      throw new ExtensionFault(`The answer of ${response.url} has more than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the platform calls "fetch failed" has the reason inside. */
function reasonOf(error: unknown, withinMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `not within ${withinMs / 1_000} seconds`;
  if (error.cause instanceof Error) return error.cause.message || String(Reflect.get(error.cause, 'code'));
  return error.message;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
