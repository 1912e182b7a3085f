/** Everything that an installation hosts, in the order in which it is listed at the terminal. */
export const subgraphNames = [
  'identity',
  'calendar',
  'messaging',
  'travel',
  'insurance',
  'telemetry',
] as const;
export type SubgraphName = (typeof subgraphNames)[number];
