/**
 * `@tag` of what is for our own people alone: staff, operators, and what somebody does to their own account or
 * money. The integrator variant of the graph is composed without it.
 */
export const internal = 'internal';
