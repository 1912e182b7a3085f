interface Post {
  readonly seq: number;
  readonly text: string;
  readonly atMs: number;
  readonly author: { readonly __typename: 'Person'; readonly id: string };
}

/** Posts of each room, kept in memory, with those who follow them. */
export class EventLog {
  readonly #posts = new Map<string, Post[]>();
  readonly #wakes = new Map<string, Set<() => void>>();

  /** @returns its number in the room */
  post(roomId: string): number {
    const posts = this.#of(roomId);
    const seq = posts.length + 1;
    const author = { __typename: 'Person', id: String(seq % 20) } as const;
    posts.push({ seq, text: `Message ${seq} of room ${roomId}`, atMs: Date.now(), author });
    for (const wake of this.#wakes.get(roomId) ?? []) wake();
    return seq;
  }

  async *follow(roomId: string, afterSeq: number | null): AsyncGenerator<{ posts: Post }, void, void> {
    const posts = this.#of(roomId);
    const wakes = this.#wakes.get(roomId) ?? new Set();
    this.#wakes.set(roomId, wakes);
    let wake = (): void => undefined;
    const call = (): void => wake();
    wakes.add(call);
    try {
      for (let next = afterSeq ?? posts.length; ;) {
        const post = posts[next];
        if (post) {
          next += 1;
          yield { posts: post };
        } else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      wakes.delete(call);
    }
  }

  #of(roomId: string): Post[] {
    const posts = this.#posts.get(roomId) ?? [];
    this.#posts.set(roomId, posts);
    return posts;
  }
}
