/** Those who log in to the fixture; `ann` and `bob` are in its rooms, `eve` is in none. */
export const members = {
  ann: '01900000-0000-7000-8000-00000000000a',
  bob: '01900000-0000-7000-8000-00000000000b',
  eve: '01900000-0000-7000-8000-00000000000e',
} as const;

export type MemberName = keyof typeof members;
