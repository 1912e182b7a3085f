/** The first account of each browser-test stack, who can give roles. */
export const houseAdmin = {
  handle: 'houseadmin',
  password: 'correct horse 7 battery',
  name: '관리자',
} as const;
