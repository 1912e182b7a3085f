import type { GraphQLSchema } from 'graphql';
import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { KeyedRequest } from '@moim/kit/idempotency/keyed-request.ts';
import { ForbiddenError, InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { closableStream } from '../execution/closable-stream.ts';
import { members } from './members.ts';
import { federationHeader, federationMachinery, schemaOf } from './fixture-schema.ts';

export const roomsSdl = `${federationHeader}
  type Query {
    room(id: ID!): Room
    listeners(roomId: ID!, memberIds: [ID!]!): [ID!]! @inaccessible
  }
  type Mutation { post(roomId: ID!, text: String!): Post! }
  type Room @key(fields: "id") {
    id: ID!
    title: String!
    unread: Int! @perViewer
    last: Post
  }
  type Post { seq: Int! text: String! author: Person room: Room! }
  type Person @key(fields: "id", resolvable: false) { id: ID! }
  type RoomEvent { seq: Int! post: Post }
  type NoteEvent { seq: Int! text: String! }
  type Subscription {
    roomEvents(roomId: ID!, afterSeq: Int @resume): RoomEvent!
      @shared(
        guard: "query ($roomId: ID!) { room(id: $roomId) { id } }"
        audience: "query ($roomId: ID!, $viewers: [ID!]!) { listeners(roomId: $roomId, memberIds: $viewers) }"
        cursor: "seq"
      )
    notes(afterSeq: Int @resume): NoteEvent!
    ticks: Int!
  }
`;

interface Post {
  readonly seq: number;
  readonly text: string;
  readonly author: { readonly __typename: 'Person'; readonly id: string };
}

/** A subgraph of rooms over an array, with everything a test wants to count or break. */
export class RoomsSubgraph {
  readonly schema: GraphQLSchema;
  /** Every subscription that was opened, and by whom. */
  readonly opened: { readonly identity: OperationIdentity; readonly afterSeq: number | null }[] = [];
  /** What is to be done once of each mutation that was asked; null: it had no key. */
  readonly keyed: (KeyedRequest | null)[] = [];
  readonly #posts = new Map<string, Post[]>();
  readonly #members = new Set<string>([members.ann, members.bob]);
  readonly #listeners = new Set<() => void>();
  guardChecks = 0;
  /** Until when nobody is told whether he may see a room; null: at once. */
  silence: Promise<void> | null = null;
  /** Of whom it was asked together, each time. */
  readonly audiences: (readonly string[])[] = [];

  constructor() {
    this.schema = this.#createSchema();
  }

  /** Subscriptions open right now. */
  get open(): number {
    return this.#listeners.size;
  }

  post(roomId: string, text: string, author = 'ann'): number {
    const posts = this.#posts.get(roomId) ?? [];
    const seq = posts.length + 1;
    this.#posts.set(roomId, [...posts, { seq, text, author: { __typename: 'Person', id: author } }]);
    for (const listener of this.#listeners) listener();
    return seq;
  }

  remove(member: string): void {
    this.#members.delete(member);
  }

  restore(member: string): void {
    this.#members.add(member);
  }

  #mayEnter({ viewer, isService }: OperationIdentity): boolean {
    return isService || (viewer !== null && this.#members.has(viewer.memberId));
  }

  #room(id: string, identity: OperationIdentity) {
    this.guardChecks += 1;
    if (!this.#mayEnter(identity)) return null;
    return {
      __typename: 'Room',
      id,
      title: `Room ${id}`,
      unread: 3,
      last: this.#posts.get(id)?.at(-1) ?? null,
    };
  }

  #listening(memberIds: unknown, { isService }: OperationIdentity): readonly string[] {
    if (!isService) throw new ForbiddenError('Only the supergraph asks this.');
    const ids = Array.isArray(memberIds) ? memberIds.map(String) : [];
    this.audiences.push(ids);
    return ids.filter((id) => this.#members.has(id));
  }

  #createSchema(): GraphQLSchema {
    return schemaOf(`${roomsSdl}${federationMachinery('Room')}`, {
      Query: {
        room: async (_source, { id }, context) => {
          await this.silence;
          return this.#room(String(id), identityOf(context));
        },
        listeners: (_source, { memberIds }, context) => this.#listening(memberIds, identityOf(context)),
        _entities: () => [],
      },
      Mutation: {
        post: (_source, { roomId, text }) => {
          if (text === '') throw new InvalidInputError('text', 'Say something.');
          const seq = this.post(String(roomId), String(text)); // before the room is looked up: it may be the first
          return this.#posts.get(String(roomId))?.[seq - 1];
        },
      },
      Post: { room: () => ({ id: 'r1', title: 'Room r1', unread: 3 }) },
      Subscription: {
        roomEvents: {
          subscribe: (_source, { roomId, afterSeq }, context) =>
            this.#events(String(roomId), typeof afterSeq === 'number' ? afterSeq : null, identityOf(context)),
        },
        notes: {
          subscribe: (_source, { afterSeq }, context) =>
            this.#notes(typeof afterSeq === 'number' ? afterSeq : null, identityOf(context)),
        },
        ticks: { subscribe: (_source, _args, context) => this.#ticks(identityOf(context)) },
      },
    });
  }

  #events(roomId: string, afterSeq: number | null, identity: OperationIdentity) {
    if (!this.#mayEnter(identity)) throw new NotFoundError();
    const posts = () => this.#posts.get(roomId) ?? [];
    if (afterSeq !== null && afterSeq > posts().length)
      throw new InvalidInputError('afterSeq', 'This has not happened yet.');
    return this.#follow(identity, afterSeq, posts, (post) => ({ roomEvents: { seq: post.seq, post } }));
  }

  #notes(afterSeq: number | null, identity: OperationIdentity) {
    const posts = () => this.#posts.get('notes') ?? [];
    return this.#follow(identity, afterSeq, posts, ({ seq, text }) => ({ notes: { seq, text } }));
  }

  #ticks(identity: OperationIdentity) {
    const posts = () => this.#posts.get('ticks') ?? [];
    return this.#follow(identity, null, posts, ({ seq }) => ({ ticks: seq }));
  }

  #follow<Event>(
    identity: OperationIdentity,
    afterSeq: number | null,
    posts: () => readonly Post[],
    toEvent: (post: Post) => Event,
  ): AsyncGenerator<Event, void, void> {
    this.opened.push({ identity, afterSeq });
    let next = afterSeq ?? posts().length;
    let wake: (() => void) | undefined;
    const listener = () => wake?.();
    this.#listeners.add(listener);
    return closableStream<Event>({
      next: async () => {
        for (;;) {
          const post = posts()[next];
          if (post) {
            next += 1;
            return { done: false, value: toEvent(post) };
          }
          await new Promise<void>((resolve) => (wake = resolve));
        }
      },
      close: () => void this.#listeners.delete(listener),
    });
  }
}

function identityOf(context: unknown): OperationIdentity {
  if (typeof context !== 'object' || context === null || !('identity' in context))
    throw new TypeError('no identity');
  const identity: unknown = context.identity;
  if (!isIdentity(identity)) throw new TypeError('no identity');
  return identity;
}

const isIdentity = (value: unknown): value is OperationIdentity =>
  typeof value === 'object' && value !== null && 'isService' in value;
