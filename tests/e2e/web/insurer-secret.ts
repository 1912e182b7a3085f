/** What the insurer of a browser-test stack signs with. */
export const insurerSecret = 'only-for-tests-01';
