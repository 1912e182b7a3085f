/** What a personal calendar is called until its member names it: a word for readers, in whatever language they read. */
export const unnamedPersonal = 'Personal';
