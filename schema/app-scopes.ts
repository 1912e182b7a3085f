/**
 * Everything of our own graph that an app can be let into: name by name, with what an administrator agrees to, in
 * English. Read only, and never more than any member may. Extensions have scopes of their own beside these.
 */
export const appScopes = {
  'directory:read':
    'Reads who works here, as every member sees it: names, handles, languages, time zones. Nobody who has left.',
  'rooms:read':
    'Reads the meeting rooms and when each of them is taken. Not what for, and not by whom: never a title or a name.',
} as const;

/** In the words of `@requiresScopes`. */
export type AppScope = keyof typeof appScopes;
