/** A page of the app as the README shows it. */
export interface ShownPage {
  /** Name of the file. */
  readonly name: string;
  /** Path, or a query whose answer holds the id that stands for `:id` in it. */
  readonly path: string;
  readonly find?: IdQuery;
  /** Handle of who looks; the demo's lead unless said otherwise. */
  readonly as?: string;
}

export interface IdQuery {
  readonly query: string;
  /** Keys from `data` to the id; a number is a place in a list. */
  readonly at: readonly (string | number)[];
}

const node = ['edges', 0, 'node', 'id'] as const;

/** Everything that a person opens; `npm run screenshots` shows each in both languages and themes. */
export const shownPages: readonly ShownPage[] = [
  { name: 'log-in', path: '/log-in' },
  { name: 'today', path: '/' },
  { name: 'calendar', path: '/calendar' },
  {
    name: 'event',
    path: '/calendar/events/:id',
    find: {
      query:
        'query ($from: DateTime!, $until: DateTime!) { me { occurrences(from: $from, until: $until) { event { id } } } }',
      at: ['me', 'occurrences', 0, 'event', 'id'],
    },
  },
  { name: 'meeting-rooms', path: '/calendar/rooms' },
  {
    name: 'chat',
    path: '/chat/:id',
    find: { query: '{ me { chatRooms { edges { node { id } } } } }', at: ['me', 'chatRooms', ...node] },
  },
  { name: 'inbox', path: '/inbox' },
  { name: 'travel', path: '/travel' },
  {
    name: 'trip',
    path: '/travel/:id',
    find: { query: '{ publicPlans { edges { node { id } } } }', at: ['publicPlans', ...node] },
  },
  { name: 'wallet', path: '/wallet' },
  { name: 'cover', path: '/cover' },
  { name: 'parking', path: '/parking' },
  {
    name: 'parking-report',
    path: '/parking/:id',
    find: {
      query: '{ me { parkingSessions { edges { node { id } } } } }',
      at: ['me', 'parkingSessions', ...node],
    },
  },
  { name: 'groups', path: '/groups' },
  { name: 'settings', path: '/settings' },
  { name: 'cx-desk', path: '/cx', as: 'yuna' },
  { name: 'dead-letters', path: '/admin/dead-letters', as: 'oliver' },
];

/** Korean on a phone and English on a desktop, by day and by night. */
export const settings = [
  { language: 'ko', locale: 'ko-KR', width: 390, height: 844, colorScheme: 'light' },
  { language: 'ko', locale: 'ko-KR', width: 390, height: 844, colorScheme: 'dark' },
  { language: 'en', locale: 'en-US', width: 1280, height: 800, colorScheme: 'light' },
  { language: 'en', locale: 'en-US', width: 1280, height: 800, colorScheme: 'dark' },
] as const;
