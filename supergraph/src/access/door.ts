import type { IncomingMessage } from 'node:http';
import type { DocumentNode, FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import type { Freshness } from '../freshness/freshness.ts';
import type { Caller } from '../graph/caller.ts';
import { type ClientOrigin, TrustedProxies } from '../http/trusted-proxies.ts';
import { type Payer, payersOf } from '../limits/payers.ts';
import type { PointMeter } from '../limits/point-meter.ts';
import { type Access, type Credential, holderOf } from './access.ts';
import type { Admission } from './admit-operation.ts';
import type { AdmittedOperation, OperationRequest, ReceivedOperation } from './admitted-operation.ts';
import { bindKey } from './bind-key.ts';
import type { BoundKeys } from './bound-keys.ts';
import type { Entered } from './entered.ts';
import { type GrantsOf, grantsOfViewer } from './grants.ts';
import { keyedRequestOf } from './keyed-request.ts';
import type { FormatError } from './public-errors.ts';
import { readingAs } from './reading-as.ts';
import { ReadingEffort, type ReadingEffortOptions } from './reading-effort.ts';
import { Refusal } from './refusal.ts';
import { TrustedDocuments } from './trusted-documents.ts';

export interface DoorOptions extends ReadingEffortOptions {
  readonly access: Access;
  readonly admission: Admission;
  readonly freshness: Freshness;
  readonly meter: PointMeter;
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
  readonly #reading: ReadingEffort;
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
    this.#reading = new ReadingEffort(optional);
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
    return this.#reading.receive(credential, read);
  }

  /** A body of so many bytes was read: what is more than an ordinary one is paid for. */
  noteBody(credential: Credential, bytes: number): void {
    this.#reading.noteBody(credential, bytes);
  }

  /**
   * Identity first, then how many characters there are, then whether this document may be run at all, then size, shape,
   * validity, rights and cost.
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
    if (keyed && this.#keys) await bindKey(this.#keys, caller, keyed);
    const tokens = [seen, received.seen ?? null];
    const asks = keyed ? caller.keyed(keyed) : caller;
    const reading = readingAs(this.#freshness, asks, operation.operation, tokens);
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
    this.#admission.measure(received);
    const isAnonymous = holderOf(credential) === null;
    const request = this.#documents.resolve(received, isAnonymous);
    const turn = this.#admission.isKnown(request, isAnonymous)
      ? undefined
      : this.#awaitTurn(credential, request);
    return whenThere(turn, () => {
      const operation = this.#admission.admit(request, isAnonymous, this.#grantsOf(identity));
      const begun = this.#reading.awaitBeginning(credential, operation.points);
      return whenThere(begun, () => ({ request, operation, isNew: turn !== undefined }));
    });
  }

  /** As for a new document; the web's cost nothing. */
  #payForPlan(credential: Credential, request: OperationRequest): Soon<void> {
    return this.#admission.isTrusted(request) ? undefined : this.#awaitTurn(credential, request);
  }

  #awaitTurn(credential: Credential, { query }: OperationRequest): Promise<void> {
    return this.#reading.awaitTurn(credential, query, (text) => this.#admission.tokensOf(text));
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

const asText = ({ query, operationName, variables }: AdmittedOperation): OperationRequest => ({
  query,
  operationName,
  variables,
});
