import type { FormattedExecutionResult } from 'graphql';
import type { Soon } from '../execution/soon.ts';
import type { Caller } from '../graph/caller.ts';
import type { Charge } from '../limits/charge.ts';
import type { Credential } from './access.ts';
import type { AdmittedOperation, OperationRequest } from './admitted-operation.ts';
import type { Completing } from './complete-withheld.ts';
import type { WithheldPart } from './fill-withheld.ts';

/** An operation that came through the door: who asks, for what, under which id. */
export interface Entered {
  readonly operation: AdmittedOperation;
  /** As it came. */
  readonly request: OperationRequest;
  readonly credential: Credential;
  readonly caller: Caller;
  readonly requestId: string;
  /** For spans, logs and metrics: the operation's name where it is one of ours, else `other`. */
  readonly label: string;
  /** What the viewer, and the app that asks for them, were charged for it; null where nobody is. */
  readonly charge: Charge | null;
  /** Makes of a result the answer to what the client asked, where some of it is kept from them. */
  readonly complete: (result: FormattedExecutionResult, how?: Completing) => FormattedExecutionResult;
  /** The same for a part that comes later. @param later - the `@defer` of all such parts */
  readonly completePart: (part: WithheldPart, how: Completing) => WithheldPart;
  /** To be paid before a plan is made beside the one that came with the document. @throws {TooMuchEffort} they may not */
  readonly payForPlan: () => Soon<void>;
  /** Charges for an event of the stream that was delivered. @throws {RateLimited} it was one too many */
  readonly chargeEvent: () => Promise<void>;
}
