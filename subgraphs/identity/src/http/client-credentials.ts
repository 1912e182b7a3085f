import { OAuthError } from '../domain/oauth-error.ts';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * How a client says who it is (RFC 6749 §2.3.1): HTTP Basic, or `client_id` and `client_secret` in the body.
 *
 * @throws {OAuthError} `invalid_request` for both at once, `invalid_client` for neither
 */
export function readClientCredentials(
  authorization: string | null,
  form: ReadonlyMap<string, string>,
): ClientCredentials {
  const clientId = form.get('client_id');
  const clientSecret = form.get('client_secret');
  const isInBody = clientSecret !== undefined;
  if (authorization !== null && isInBody)
    throw new OAuthError('invalid_request', 'The client authenticates in one way, not in two.');
  if (authorization !== null) return readBasic(authorization, clientId);
  if (clientId === undefined || !isInBody)
    throw new OAuthError('invalid_client', 'The client authenticates by HTTP Basic or in the body.');
  return { clientId, clientSecret };
}

function readBasic(authorization: string, named: string | undefined): ClientCredentials {
  const encoded = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1];
  const [id, ...secret] = encoded === undefined ? [] : Buffer.from(encoded, 'base64').toString().split(':');
  if (id === undefined || secret.length === 0)
    throw new OAuthError('invalid_client', 'This is not HTTP Basic.');
  const clientId = formDecoded(id);
  if (named !== undefined && named !== clientId)
    throw new OAuthError('invalid_request', 'The body names another client than the header.');
  return { clientId, clientSecret: formDecoded(secret.join(':')) };
}

/** Both parts are encoded like the values of a form. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OAuthError('invalid_client', 'The header is not encoded as RFC 6749 §2.3.1 says.');
  }
}
