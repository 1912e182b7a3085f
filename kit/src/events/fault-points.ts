/**
 * Places where a process may die, named so that a test can make it die exactly there. Points of an
 * action's own transaction are not listed: a test reaches them by wrapping the database it passes in.
 */
export type FaultPoint =
  | 'relay-before-move'
  | 'relay-committed-before-wake'
  | 'source-before-answer'
  | 'consumer-before-inbox'
  | 'consumer-inbox-before-effect'
  | 'consumer-effect-before-position'
  | 'consumer-position-before-commit'
  | 'consumer-after-commit';

/** Called at each point; in production it does nothing. */
export type Reach = (point: FaultPoint) => void;

export const noFaults: Reach = () => undefined;
