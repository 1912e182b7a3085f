import type { IncomingMessage } from 'node:http';
import type { DocumentNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { KeyedRequest } from '@moim/kit/idempotency/keyed-request.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import type { Freshness } from '../freshness/freshness.ts';
import { readAllSeen } from '../freshness/seen-token.ts';
import type { Caller } from '../graph/caller.ts';
import { networkOf } from '../http/address-network.ts';
import { type ClientOrigin, TrustedProxies } from '../http/trusted-proxies.ts';
import type { Charge } from '../limits/charge.ts';
import { effortOf, effortOfBody, effortOfRefusal, noEffortLimits } from '../limits/effort-limits.ts';
import { EffortMeter } from '../limits/effort-meter.ts';
import { type Payer, payersOf } from '../limits/payers.ts';
import type { PointMeter } from '../limits/point-meter.ts';
import { RefusalPace } from '../limits/refusal-pace.ts';
import { TooMuchEffort } from '../limits/too-much-effort.ts';
import { Turnstile } from '../limits/turnstile.ts';
import { type Access, type Credential, holderOf } from './access.ts';
import type { Admission, Completing } from './admit-operation.ts';
import type { AdmittedOperation, OperationRequest, ReceivedOperation } from './admitted-operation.ts';
import type { WithheldPart } from './fill-withheld.ts';
import type { BoundKeys } from './bound-keys.ts';
import { type GrantsOf, grantsOfViewer } from './grants.ts';
import type { FormatError } from './public-errors.ts';
import { keyedRequestOf } from './keyed-request.ts';
import { Refusal, refuse } from './refusal.ts';
import { TrustedDocuments } from './trusted-documents.ts';

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

export interface DoorOptions {
  readonly access: Access;
  readonly admission: Admission;
  readonly freshness: Freshness;
  readonly meter: PointMeter;
  /** Of reading what is new here or refused; default: nobody's is counted. */
  readonly effort?: EffortMeter;
  /** One for all who read documents in this process; default: one of its own. */
  readonly turnstile?: Turnstile;
  readonly formatError: FormatError;
  readonly grantsOf?: GrantsOf;
  readonly proxies?: TrustedProxies;
  /** Those that may be named, and who may send others; default: none, and everybody. */
  readonly documents?: TrustedDocuments;
  /** Those that may be labels: a client could make up any number of others. */
  readonly operationNames?: ReadonlySet<string>;
  /** Absent: what is done once is the subgraphs' affair alone, as in front of a foreign supergraph. */
  readonly keys?: BoundKeys;
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
  readonly #effort: EffortMeter;
  readonly #turnstile: Turnstile;
  readonly #pace = new RefusalPace();
  readonly #grantsOf: GrantsOf;
  readonly #proxies: TrustedProxies;
  readonly #documents: TrustedDocuments;
  readonly #operationNames: ReadonlySet<string>;
  readonly #keys: BoundKeys | null;
  readonly formatError: FormatError;

  constructor({ access, admission, freshness, meter, formatError, ...optional }: DoorOptions) {
    this.#access = access;
    this.#admission = admission;
    this.#freshness = freshness;
    this.#meter = meter;
    this.formatError = formatError;
    this.#effort = optional.effort ?? new EffortMeter({ limits: noEffortLimits });
    this.#turnstile = optional.turnstile ?? new Turnstile();
    this.#grantsOf = optional.grantsOf ?? grantsOfViewer;
    this.#proxies = optional.proxies ?? new TrustedProxies();
    this.#documents = optional.documents ?? new TrustedDocuments();
    this.#operationNames = optional.operationNames ?? new Set();
    this.#keys = optional.keys ?? null;
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
    return this.presentSoon(authorization, clientAddress);
  }

  /** The same, at once where nobody has to be asked. @throws what `present` rejects with */
  presentSoon(authorization: string | null, clientAddress: string): Soon<Credential> {
    return whenThere(this.#access.present(authorization), (credential) => ({
      ...credential,
      address: clientAddress,
      caller: (requestId: string) =>
        whenThere(credential.caller(requestId), (caller) => caller.from(clientAddress)),
    }));
  }

  /**
   * Reads what somebody sends, unless too much of theirs was new here or refused lately.
   *
   * @throws {TooMuchEffort} nothing was read; those who go on are told so one after the other
   * @throws {Refusal} what `read` throws
   */
  receive<Received>(credential: Credential, read: () => Soon<Received>): Soon<Received> {
    const who = whoseEffort(credential);
    const waitSeconds = this.#effort.waitSeconds(who);
    if (waitSeconds !== null) return this.#refuseInTurn(who, waitSeconds);
    const fail = (error: unknown): never => {
      if (error instanceof Refusal && !(error instanceof TooMuchEffort))
        this.#effort.spend(who, effortOfRefusal(error.httpStatus));
      throw error;
    };
    try {
      const received = read();
      return received instanceof Promise ? received.catch(fail) : received;
    } catch (error) {
      return fail(error);
    }
  }

  /** A body of so many bytes was read: what is more than an ordinary one is paid for. */
  noteBody(credential: Credential, bytes: number): void {
    const effort = effortOfBody(bytes);
    if (effort > 0) this.#effort.spend(whoseEffort(credential), effort);
  }

  async #refuseInTurn(who: string, waitSeconds: number): Promise<never> {
    const turn = this.#pace.wait(who);
    if (!turn) throw new TooMuchEffort(waitSeconds, true);
    await turn;
    throw new TooMuchEffort(waitSeconds);
  }

  /**
   * Identity first, then whether this document may be run at all, then size, shape, validity, rights and cost.
   *
   * @param seen - the client's token of what it has seen, see `seen-token.ts`; another one may be in `received`
   * @throws {UnauthenticatedError} the credential no longer stands for anyone
   * @throws {TooMuchEffort} too much of theirs was new here, or refused
   * @throws {Refusal} the operation itself
   * @throws {KeyReusedError} its key was used for another one
   */
  async enter(
    received: ReceivedOperation,
    credential: Credential,
    requestId: string = newUuid(),
    seen: string | null = null,
  ): Promise<Entered> {
    const asking = credential.caller(requestId);
    const caller = asking instanceof Promise ? await asking : asking;
    const admitting = this.receive(credential, () => this.#admit(received, credential, caller));
    const { request, operation, isNew } = admitting instanceof Promise ? await admitting : admitting;
    const keyed = keyedRequestOf(request, operation);
    const name = operation.operation.name?.value ?? '';
    const label = this.#operationNames.has(name) ? name : 'other';
    const payers = payersOf(caller);
    const charge = this.#meter.isFree ? null : await this.#meter.charge(payers, operation.points);
    if (keyed) await this.#bindKey(caller, keyed);
    const tokens = [seen, received.seen ?? null];
    const reading = this.#readingAs(keyed ? caller.keyed(keyed) : caller, operation, tokens);
    return {
      operation,
      request: operation.asked === null ? asText(operation) : request,
      credential,
      caller: reading instanceof Promise ? await reading : reading,
      requestId,
      label,
      charge,
      complete: (result, how) => this.#admission.complete(operation, result, requestId, how),
      completePart: (part, how) => this.#admission.completePart(operation, part, requestId, how),
      payForPlan: () => (isNew ? undefined : this.#payForPlan(credential, request)),
      chargeEvent: chargerOf(this.#meter, payers, operation.points),
    };
  }

  /** What is new here is read one after the other, and paid for; what is large is begun one after the other. */
  #admit(
    received: ReceivedOperation,
    credential: Credential,
    { identity }: Caller,
  ): Soon<Pick<Entered, 'request' | 'operation'> & { readonly isNew: boolean }> {
    const isAnonymous = holderOf(credential) === null;
    const request = this.#documents.resolve(received, isAnonymous);
    const turn = this.#admission.isKnown(request, isAnonymous)
      ? undefined
      : this.#awaitTurn(credential, request);
    return whenThere(turn, () => {
      const operation = this.#admission.admit(request, isAnonymous, this.#grantsOf(identity));
      const isLarge = operation.points >= manyPoints;
      const begun = isLarge ? this.#turnstile.pass(whoseEffort(credential)) : undefined;
      return whenThere(begun, () => ({ request, operation, isNew: turn !== undefined }));
    });
  }

  /** As for a new document; the web's cost nothing. */
  #payForPlan(credential: Credential, request: OperationRequest): Soon<void> {
    return this.#admission.isTrusted(request) ? undefined : this.#awaitTurn(credential, request);
  }

  /** @throws {TooMuchEffort} those before were their own, and enough */
  async #awaitTurn(credential: Credential, { query }: OperationRequest): Promise<void> {
    const who = whoseEffort(credential);
    await this.#turnstile.pass(who);
    const waitSeconds = this.#effort.waitSeconds(who);
    if (waitSeconds !== null) await this.#refuseInTurn(who, waitSeconds);
    this.#effort.spend(who, effortOf(query, this.#admission.tokensOf(query)));
  }

  /**
   * The same operation by the rules of this door, where another one let it in.
   *
   * @throws {Refusal} it would not be let in
   */
  readmit<Admitted extends Pick<Entered, 'operation' | 'complete' | 'request' | 'caller' | 'requestId'>>(
    entered: Admitted,
  ): Admitted {
    const { request, caller, requestId } = entered;
    const isAnonymous = caller.isNobody;
    const operation = this.#admission.admit(request, isAnonymous, this.#grantsOf(caller.identity));
    return {
      ...entered,
      operation,
      complete: (result, how) => this.#admission.complete(operation, result, requestId, how),
    };
  }

  /** A key that is silently kept by nobody would be worse than none. */
  async #bindKey({ isNobody, identity: { viewer, app } }: Caller, keyed: KeyedRequest): Promise<void> {
    if (!this.#keys) return;
    if (isNobody) throw refuse('UNAUTHENTICATED', 'Log in to use an Idempotency-Key: nobody else has one.');
    await this.#keys.bind(viewer?.memberId ?? `app:${app?.id ?? ''}`, keyed);
  }

  /** Only a query may read replicas: a mutation decides by what it reads, a stream tells what is new. */
  #readingAs(
    caller: Caller,
    { operation: { operation } }: AdmittedOperation,
    tokens: readonly (string | null)[],
  ): Soon<Caller> {
    if (operation === 'mutation') return caller;
    const seen = readAllSeen(tokens);
    // With a token it says so, and is not given what was read for others before.
    if (operation === 'subscription') return seen ? caller.reading('primary') : caller;
    const memberId = caller.identity.viewer?.memberId ?? null;
    return whenThere(this.#freshness.demandOf(memberId, seen), (reads) => caller.reading(reads));
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

/** Held as long as a stream, which may outlive the supergraph of this door. */
const chargerOf = (meter: PointMeter, payers: readonly Payer[], points: number) => () =>
  meter.chargeEvent(payers, points);

/** Of an operation whose answer takes milliseconds to write, as that of the whole schema. */
const manyPoints = 500;

/** A member's or an app's wherever they are; nobody's by the network that they ask from. */
const whoseEffort = (credential: Credential): string =>
  holderOf(credential) ?? `address:${networkOf(credential.address ?? '')}`;

const asText = ({ query, operationName, variables }: AdmittedOperation): OperationRequest => ({
  query,
  operationName,
  variables,
});
