import type { EntityKind, EntityReference } from './entity.ts';
import type { Message } from './message.ts';

/** Most cards of one message; further links stay links. */
export const maxCards = 5;

/** Pages of the web app that show one thing, by the path before its id. */
const kindByPath: ReadonlyMap<string, EntityKind> = new Map([
  ['calendar/events', 'CALENDAR_EVENT'],
  ['travel', 'TRAVEL_PLAN'],
  ['cover', 'COVERAGE_PERIOD'],
  ['parking', 'PARKING_SESSION'],
]);

const link = new RegExp(
  String.raw`(?<![^\s(<"'])(?<origin>https?://[^\s/]+)?/(?<path>${[...kindByPath.keys()].join('|')})` +
    String.raw`/(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![\w/-])`,
  'gi',
);

/**
 * What a message points to: the subject of a notice, or the links in a text, each thing once.
 *
 * @param origins - where this installation is opened, e.g. `https://moim.example.com`; a link without
 *   an origin is always one of ours
 */
export function cardsOf(message: Message, origins: ReadonlySet<string>): readonly EntityReference[] {
  const { subjectKind, subjectId, text } = message;
  if (subjectKind !== null && subjectId !== null) return [{ kind: subjectKind, id: subjectId }];
  return text === null ? [] : linkedIn(text, origins);
}

function linkedIn(text: string, origins: ReadonlySet<string>): readonly EntityReference[] {
  const found = new Map<string, EntityReference>();
  for (const { groups } of text.matchAll(link)) {
    const { origin, path = '', id = '' } = groups ?? {};
    const kind = kindByPath.get(path.toLowerCase());
    const isOurs = origin === undefined || origins.has(origin.toLowerCase());
    if (!kind || !isOurs) continue;
    found.set(`${kind} ${id.toLowerCase()}`, { kind, id: id.toLowerCase() });
    if (found.size === maxCards) break;
  }
  return [...found.values()];
}
