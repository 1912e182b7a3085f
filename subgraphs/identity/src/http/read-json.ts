import type { z } from 'zod';
import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';

const defaultMaxBytes = 16_384;

/**
 * The request's JSON body in the shape that the route wants. Forms and plain text are refused:
 * another site could send those without asking the browser for permission.
 *
 * @throws {InvalidInputError} naming the field, `body` or `content-type`
 */
export async function readJson<Shape extends z.ZodType>(
  request: Request,
  shape: Shape,
  maxBytes = defaultMaxBytes,
): Promise<z.output<Shape>> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json')
    throw new InvalidInputError('content-type', 'The body is sent as application/json.');
  return readShape(parse(await readText(request, maxBytes)), shape);
}

/** @throws {InvalidInputError} naming the field, or `body` */
export function readShape<Shape extends z.ZodType>(value: unknown, shape: Shape): z.output<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...(issue?.path ?? []), ...(unknownKey ? [unknownKey] : [])].join('.');
  throw new InvalidInputError(field || 'body', issue?.message ?? 'This is not what the route takes.');
}

/** @throws {InvalidInputError} when it is longer */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new InvalidInputError('body', `The body is longer than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidInputError('body', 'The body is not JSON.');
  }
}
