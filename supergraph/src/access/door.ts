import type { IncomingMessage } from 'node:http';
import type { DirectiveNode, DocumentNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { readSeen } from '../freshness/seen-token.ts';
import type { Caller } from '../graph/caller.ts';
import { type ClientOrigin, TrustedProxies } from '../http/trusted-proxies.ts';
import type { Charge } from '../limits/charge.ts';
import type { PointMeter } from '../limits/point-meter.ts';
import type { Access, Credential } from './access.ts';
import type { Admission, AdmittedOperation, OperationRequest } from './admit-operation.ts';
import type { WithheldPart } from './fill-withheld.ts';
import { type GrantsOf, grantsOfViewer } from './grants.ts';
import type { FormatError } from './public-errors.ts';
import { Refusal } from './refusal.ts';

/** An operation that came through the door: who asks, for what, under which id. */
export interface Entered {
  readonly operation: AdmittedOperation;
  readonly credential: Credential;
  readonly caller: Caller;
  readonly requestId: string;
  /** For spans, logs and metrics: the operation's name where it is one of ours, else `other`. */
  readonly label: string;
  /** What the viewer was charged for it; null where nobody is. */
  readonly charge: Charge | null;
  /** Makes of a result the answer to what the client asked, where some of it is kept from them. */
  readonly complete: (
    result: FormattedExecutionResult,
    later?: ReadonlySet<DirectiveNode>,
  ) => FormattedExecutionResult;
  /** The same for a part that comes later. @param later - the `@defer` of all such parts */
  readonly completePart: (part: WithheldPart, later: ReadonlySet<DirectiveNode>) => WithheldPart;
  /** Charges for an event of the stream that was delivered. @throws {RateLimited} it was one too many */
  readonly chargeEvent: () => Promise<void>;
}

export interface DoorOptions {
  readonly access: Access;
  readonly admission: Admission;
  readonly freshness: Freshness;
  readonly meter: PointMeter;
  readonly formatError: FormatError;
  readonly grantsOf?: GrantsOf;
  readonly proxies?: TrustedProxies;
  /** Those that may be labels: a client could make up any number of others. */
  readonly operationNames?: ReadonlySet<string>;
}

/**
 * The one way into the graph, for HTTP, WebSocket and SSE alike: plugins of the HTTP server would
 * see neither of the other two.
 */
export class Door {
  readonly #access: Access;
  readonly #admission: Admission;
  readonly #freshness: Freshness;
  readonly #meter: PointMeter;
  readonly #grantsOf: GrantsOf;
  readonly #proxies: TrustedProxies;
  readonly #operationNames: ReadonlySet<string>;
  readonly formatError: FormatError;

  constructor({ access, admission, freshness, meter, formatError, ...optional }: DoorOptions) {
    this.#access = access;
    this.#admission = admission;
    this.#freshness = freshness;
    this.#meter = meter;
    this.formatError = formatError;
    this.#grantsOf = optional.grantsOf ?? grantsOfViewer;
    this.#proxies = optional.proxies ?? new TrustedProxies();
    this.#operationNames = optional.operationNames ?? new Set();
  }

  /** Where a request comes from, as far as we believe it. */
  originOf(request: IncomingMessage): ClientOrigin {
    return this.#proxies.clientOf(request);
  }

  /**
   * @param clientAddress - where the request comes from, told to the subgraphs
   * @throws {UnauthenticatedError} a header that is there and not valid; none is nobody
   */
  async present(authorization: string | null, clientAddress = ''): Promise<Credential> {
    const credential = await this.#access.present(authorization);
    const { memberId } = credential;
    const caller = async (requestId: string) => (await credential.caller(requestId)).from(clientAddress);
    return { memberId, caller };
  }

  /**
   * Identity first, then size, shape, validity, rights and cost.
   *
   * @param seen - the client's token of what it has seen, see `seen-token.ts`
   * @throws {UnauthenticatedError} the credential no longer stands for anyone
   * @throws {Refusal} the operation itself
   */
  async enter(
    request: OperationRequest,
    credential: Credential,
    requestId: string = newUuid(),
    seen: string | null = null,
  ): Promise<Entered> {
    const caller = await credential.caller(requestId);
    const operation = this.#admission.admit(
      request,
      credential.memberId === null,
      this.#grantsOf(caller.identity),
    );
    const name = operation.operation.name?.value ?? '';
    const label = this.#operationNames.has(name) ? name : 'other';
    const payer = payerOf(caller);
    const charge = await this.#meter.charge(payer, operation.points);
    return {
      operation,
      credential,
      caller: await this.#readingAs(caller, operation, seen),
      requestId,
      label,
      charge,
      complete: (result, later) => this.#admission.complete(operation, result, requestId, later),
      completePart: (part, later) => this.#admission.completePart(operation, part, requestId, later),
      chargeEvent: () => this.#meter.chargeEvent(payer, operation.points),
    };
  }

  /** Only a query may read replicas: a mutation decides by what it reads, a stream tells what is new. */
  async #readingAs(caller: Caller, { operation }: AdmittedOperation, seen: string | null): Promise<Caller> {
    if (operation.operation !== 'query') return caller;
    const memberId = caller.identity.viewer?.memberId ?? null;
    return caller.reading(await this.#freshness.demandOf(memberId, readSeen(seen)));
  }

  /** A document that passed, by its key: Apollo Server neither parses nor validates it again. */
  findDocument(key: string): DocumentNode | undefined {
    return this.#admission.find(key);
  }

  /** What a client is told of anything that was thrown on the way in or later. */
  errorsOf(error: unknown, requestId: string): readonly GraphQLFormattedError[] {
    const errors: readonly unknown[] = error instanceof Refusal ? error.errors : [error];
    return errors.map((one) => this.formatError(one, requestId));
  }

  failure(error: unknown, requestId: string): FormattedExecutionResult {
    return { errors: this.errorsOf(error, requestId) };
  }
}

/** A member pays for themselves, wherever they are; nobody is known by where they ask from. */
const payerOf = ({ identity: { viewer, clientAddress } }: Caller): string =>
  viewer ? `member:${viewer.memberId}` : `address:${clientAddress ?? ''}`;
