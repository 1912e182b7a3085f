import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { OAuthError } from '../domain/oauth-error.ts';
import { readText } from './read-json.ts';

const maxBytes = 8_192;

/**
 * Parameters of a form. Those without a value count as not there (RFC 6749 §3.2).
 *
 * @throws {OAuthError} `invalid_request` for another type, too many bytes, and a parameter that comes twice
 */
export async function readForm(request: Request): Promise<ReadonlyMap<string, string>> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/x-www-form-urlencoded')
    throw new OAuthError('invalid_request', 'The body is sent as application/x-www-form-urlencoded.');
  const pairs = [...new URLSearchParams(await readBody(request))];
  const form = new Map(pairs);
  if (form.size < pairs.length) throw new OAuthError('invalid_request', 'A parameter comes twice.');
  for (const [name, value] of pairs) if (value === '') form.delete(name);
  return form;
}

async function readBody(request: Request): Promise<string> {
  try {
    return await readText(request, maxBytes);
  } catch (error) {
    if (error instanceof InvalidInputError) throw new OAuthError('invalid_request', error.message);
    throw error;
  }
}
