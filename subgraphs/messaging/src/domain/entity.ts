/** Things of all subgraphs that a message or an inbox can point to. */
export const entityKinds = [
  'CALENDAR_EVENT',
  'TRAVEL_PLAN',
  'RECOMMENDATION',
  'COVERAGE_PERIOD',
  'PARKING_SESSION',
  'CHAT_ROOM',
  'WALLET',
] as const;

export type EntityKind = (typeof entityKinds)[number];

/** Points to a thing that may be another subgraph's; the owner's rights decide who sees it. */
export interface EntityReference {
  readonly kind: EntityKind;
  readonly id: string;
}
