/** Members that one question is about. */
const maxTogether = 500;

/** In their order, as many to a part as one question can be about. */
export const inParts = <One>(all: readonly One[]): (readonly One[])[] =>
  Array.from({ length: Math.ceil(all.length / maxTogether) }, (_, part) =>
    all.slice(part * maxTogether, (part + 1) * maxTogether),
  );
