import type { Person } from '../../tests/e2e/person.ts';

/** Two people of a running stack. */
export interface Setting {
  readonly url: string;
  readonly sender: Person;
  readonly receiver: Person;
  readonly password: string;
}
