const json = 'application/json';
const mediaTypes: ReadonlySet<string> = new Set(['application/graphql-response+json', json]);

/**
 * How to answer, by what most clients say: nothing, anything, or the media types of GraphQL over HTTP in the
 * order of their preference. Null for whatever has to be negotiated at length.
 */
export function mediaTypeFor(accept: string | undefined): string | null {
  if (accept === undefined || accept === '*/*' || accept === json) return json;
  if (accept.includes(';')) return null;
  return (
    accept
      .split(',')
      .map((type) => type.trim())
      .find((type) => mediaTypes.has(type)) ?? null
  );
}
