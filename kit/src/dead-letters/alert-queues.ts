export const lookQueue = (subgraph: string): string => `${subgraph}.look-at-dead-letters`;
export const tellQueue = (subgraph: string): string => `${subgraph}.tell-operators`;

/** By which operators are told of what waits for them. */
export const alertQueues = (subgraph: string): readonly string[] => [
  lookQueue(subgraph),
  tellQueue(subgraph),
];
