import { type Continued, PlannedSource, type SourceSettings, type Wanted } from './planned-source.ts';
import type { Upstream } from './upstream.ts';

/** An upstream for one subscriber, opened as himself. */
export class OwnSource extends PlannedSource {
  override readonly isShared = false;
  override readonly isTold = false;
  #upstream: Upstream | undefined;

  constructor(settings: SourceSettings, wanted: Wanted, continued: Continued | undefined) {
    super(settings, wanted, continued);
    if (continued?.keepsUpstream && continued.source instanceof OwnSource)
      this.#upstream = continued.source.#upstream;
  }

  override upstream(after: number | null): Upstream {
    return (this.#upstream ??= this.open(this.wanted.subscribing.caller, after, 0));
  }

  override catchUp(after: number): Upstream {
    return this.upstream(after); // opened behind his cursor, it is behind nobody's
  }

  override readBy(): void {
    // the upstream wakes him
  }

  override leave(): void {
    // the upstream closes when its reader goes
  }
}
