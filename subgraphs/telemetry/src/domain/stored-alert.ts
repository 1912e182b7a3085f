import type { RaisedAlert } from './moment.ts';

/** An alert with its name in the graph. */
export interface StoredAlert extends RaisedAlert {
  readonly id: string;
  readonly sessionId: string;
}
