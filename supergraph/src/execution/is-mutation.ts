/** Of an operation as the planner prints it: without comments in front. */
export const isMutation = (query: string): boolean => /^\s*mutation\b/.test(query);
