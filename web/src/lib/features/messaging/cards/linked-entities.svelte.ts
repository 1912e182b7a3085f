import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { graph } from '#lib/graphql/client.ts';
import {
  type EntityKind,
  LinkedEntitiesDocument,
  type LinkedEntityFieldsFragment,
} from '#lib/graphql/generated/graphql.ts';
import { locale } from '#lib/i18n/locale.svelte.ts';

export interface EntityReference {
  readonly kind: EntityKind;
  readonly id: string;
}

/** `hidden`: the viewer may not see it; `failed`: whose it is does not answer now. */
export type EntityState =
  | { readonly status: 'loading' | 'hidden' | 'failed' }
  | { readonly status: 'shown'; readonly entity: LinkedEntityFieldsFragment };

/** What the viewer may not see is asked for again after this long, when it comes onto the screen. */
const hiddenForMs = 10_000;

const loading: EntityState = { status: 'loading' };
/** Most references of one request. */
const batchSize = 50;

const keyOf = ({ kind, id }: EntityReference): string => `${kind} ${id}`;

/** Things of all subgraphs that are on the screen, each asked for once, together with its neighbours. */
class LinkedEntities {
  readonly #states = new SvelteMap<string, EntityState>();
  readonly #askedAtMs = new Map<string, number>();
  #queue = new Map<string, EntityReference>();

  stateOf(reference: EntityReference): EntityState {
    return this.#states.get(keyOf(reference)) ?? loading;
  }

  /** Asks unless known; with `since`, an instant, also when what is known is older. Rights can come later. */
  want(reference: EntityReference, since: string | null = null): void {
    const askedAtMs = this.#askedAtMs.get(keyOf(reference));
    const isKnown = askedAtMs !== undefined && (since === null || Date.parse(since) <= askedAtMs);
    const isHidden = untrack(() => this.stateOf(reference).status === 'hidden');
    const isDue = isHidden && Date.now() - (askedAtMs ?? 0) > hiddenForMs;
    if (!isKnown || isDue) this.#enqueue(reference);
  }

  /**
   * It came with something else that was asked for at `askedAtMs`, null for hidden: no question of
   * its own is needed. What was asked for later is newer.
   */
  know(reference: EntityReference, entity: LinkedEntityFieldsFragment | null, askedAtMs: number): void {
    const key = keyOf(reference);
    if ((this.#askedAtMs.get(key) ?? 0) > askedAtMs) return;
    this.#askedAtMs.set(key, askedAtMs);
    this.#states.set(key, entity ? { status: 'shown', entity } : { status: 'hidden' });
  }

  /** It changed: asked for again if anybody has wanted it. */
  refresh(reference: EntityReference): void {
    if (this.#askedAtMs.has(keyOf(reference))) this.#enqueue(reference);
  }

  /** Again, after its owner did not answer. */
  retry(reference: EntityReference): void {
    this.#states.delete(keyOf(reference));
    this.#enqueue(reference);
  }

  #enqueue(reference: EntityReference): void {
    if (reference.kind === 'WALLET') return;
    this.#askedAtMs.set(keyOf(reference), Date.now());
    if (this.#queue.size === 0) setTimeout(() => void this.#ask(), 0);
    this.#queue.set(keyOf(reference), reference);
  }

  async #ask(): Promise<void> {
    const queued = [...this.#queue.values()];
    this.#queue = new Map();
    for (let start = 0; start < queued.length; start += batchSize)
      await this.#askFor(queued.slice(start, start + batchSize));
  }

  async #askFor(references: readonly EntityReference[]): Promise<void> {
    const variables = {
      references: references.map(({ kind, id }) => ({ kind, id })),
      placeLocale: locale() === 'ko' ? 'KO' : 'EN',
    } as const;
    const { data, error } = await graph
      .query(LinkedEntitiesDocument, variables, { requestPolicy: 'network-only' })
      .toPromise();
    references.forEach((reference, index) => {
      const entity = data?.linkedEntities?.[index];
      const absent: EntityState = { status: error ? 'failed' : 'hidden' };
      this.#states.set(keyOf(reference), entity ? { status: 'shown', entity } : absent);
    });
  }
}

export const linkedEntities = new LinkedEntities();
