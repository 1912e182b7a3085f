/** What one subgraph says about itself. */
export interface SubgraphSdl {
  readonly name: string;
  readonly sdl: string;
  /** Where people find it; absent: `schema/subgraphs/<name>.graphql`. */
  readonly file?: string;
}

/** Names file and line. */
export function placeIn(subgraphs: readonly SubgraphSdl[], { name, line }: Place): string {
  const file = subgraphs.find((one) => one.name === name)?.file ?? `schema/subgraphs/${name}.graphql`;
  return `${file}:${line}`;
}

/** A line of a subgraph's SDL, from 1. */
export interface Place {
  readonly name: string;
  readonly line: number;
}
