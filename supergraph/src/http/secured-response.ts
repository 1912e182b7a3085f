import {
  type IncomingMessage,
  type OutgoingHttpHeader,
  type OutgoingHttpHeaders,
  ServerResponse,
} from 'node:http';

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** On every answer, whatever it is. */
const securityHeaders = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
] as const;
const asList = securityHeaders.flat();

/**
 * An answer that cannot leave without the headers that browsers are to be told. They are added when the head is
 * written, which Node does for those too who do not: one list of headers costs a good deal less than setting each.
 */
export class SecuredResponse<
  Request extends IncomingMessage = IncomingMessage,
> extends ServerResponse<Request> {
  override writeHead(status: number, message?: string, headers?: Headers): this;
  override writeHead(status: number, headers?: Headers): this;
  override writeHead(status: number, ...[first, second]: readonly (string | Headers | undefined)[]): this {
    const headers = typeof first === 'object' ? first : second;
    if (Array.isArray(headers) && typeof first === 'object' && this.getHeaderNames().length === 0)
      return super.writeHead(status, [...headers, ...asList]);
    for (const [name, value] of securityHeaders) this.setHeader(name, value);
    const given = typeof headers === 'object' ? headers : undefined;
    return typeof first === 'string' ? super.writeHead(status, first, given) : super.writeHead(status, given);
  }
}
