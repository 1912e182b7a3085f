const events = 'text/event-stream';
const json = ['application/graphql-response+json', 'application/json'];

/**
 * Whether a client would rather have a stream of events than JSON (RFC 9110 §12.5.1): it names
 * `text/event-stream` itself, for a wildcard is no wish for a stream, and gives no JSON type a higher weight.
 */
export function acceptsEvents(accept: string | undefined): boolean {
  if (!accept?.toLowerCase().includes(events)) return false;
  const weights = new Map(accept.split(',').map(readRange));
  const weight = weights.get(events) ?? 0;
  return weight > 0 && json.every((type) => (weights.get(type) ?? 0) <= weight);
}

function readRange(range: string): [string, number] {
  const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  return [type, weight === undefined ? 1 : Number(weight) || 0];
}
