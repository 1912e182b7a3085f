import type { Role, Viewer } from '@moim/kit/auth/viewer.ts';
import { BehindError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import type { Services } from '@moim/kit/server/services.ts';

/** Each subgraph's own services, by its name. */
export type DemoServices = Readonly<
  Record<'identity' | 'calendar' | 'messaging' | 'travel' | 'insurance' | 'telemetry', Services>
>;

/** Who plays, and what they have made so far, by the names that the script uses. */
export class Stage {
  /** The instant that the script's "minutes ago" count from. */
  readonly present: Date;
  readonly #services: DemoServices;
  readonly #viewers = new Map<string, Viewer>();
  readonly #ids = new Map<string, string>();

  constructor(services: DemoServices, present: Date) {
    this.#services = services;
    this.present = present;
  }

  /** A subgraph's services as they were at an instant. */
  at(subgraph: keyof DemoServices, instant: Date): Services {
    return { ...this.#services[subgraph], now: () => instant };
  }

  minutesAgo(minutes: number): Date {
    return new Date(this.present.getTime() - minutes * 60_000);
  }

  addViewer(handle: string, viewer: Pick<Viewer, 'memberId' | 'sessionId'>, roles: readonly Role[]): void {
    this.#viewers.set(handle, { ...viewer, roles, membershipVersion: 1 });
  }

  /** @throws {Error} for a name that the script forgot to sign up */
  viewer(handle: string): Viewer {
    const viewer = this.#viewers.get(handle);
    if (!viewer) throw new Error(`${handle} is not part of the demo`);
    return viewer;
  }

  memberIds(handles: readonly string[]): string[] {
    return handles.map((handle) => this.viewer(handle).memberId);
  }

  /** Their next action waits until the other subgraphs have heard of the change. */
  changedMembership(handle: string): void {
    const viewer = this.viewer(handle);
    this.#viewers.set(handle, { ...viewer, membershipVersion: viewer.membershipVersion + 1 });
  }

  /** Remembers an id under a name of the script, e.g. `group`, `영업 Sales`. */
  remember(kind: string, key: string, id: string): void {
    this.#ids.set(`${kind}/${key}`, id);
  }

  /** @throws {Error} for what the script has not made yet */
  idOf(kind: string, key: string): string {
    const id = this.#ids.get(`${kind}/${key}`);
    if (id === undefined) throw new Error(`the demo has no ${kind} ${key} yet`);
    return id;
  }
}

/** Until the subgraph has heard of everybody; each attempt waits about a second by itself. */
export async function patiently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 20; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      const isEarly = error instanceof NotFoundError || error instanceof BehindError;
      if (!isEarly || left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
