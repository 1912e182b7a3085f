import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import { ParkingAlertsDocument, ParkingSessionPageDocument } from '#lib/graphql/generated/graphql.ts';
import { follow } from '#lib/graphql/live.ts';
import { followFrames } from './follow-frames.ts';
import { FrameHistory } from './frame-history.ts';
import { isLive } from './is-live.ts';
import type { LiveAlert, LiveFrame, LiveGuidance, LiveSession } from './live-frame.ts';

/** Texts change slower than the picture: nobody reads fifty numbers a second. */
const textEveryMs = 200;
/** A car that says nothing for this long is not watched any more. */
const silentAfterMs = 600;
const askAgainAfterMs = 1_500;
const mostAlerts = 50;

/** One parking session, live: frames for whoever paints, slower state for texts. */
export class ParkingFeed {
  status = $state<'loading' | 'ready' | 'missing' | 'failed'>('loading');
  errorCode = $state<string | null>(null);
  session = $state.raw<LiveSession | null>(null);
  /** The newest frame, at most five times a second. */
  shown = $state.raw<LiveFrame | null>(null);
  /** Changes with the manoeuvre or the tenth of a metre. */
  guidance = $state.raw<LiveGuidance | null>(null);
  /** Newest first. */
  alerts = $state.raw<readonly LiveAlert[]>([]);
  /** No sensor data although the session runs. */
  isSilent = $state(false);
  readonly history = new FrameHistory();
  readonly sessionId: string;
  #frame: LiveFrame | null = null;
  #painters: readonly ((frame: LiveFrame) => void)[] = [];
  #arrivedAtMs = 0;
  #shownAtMs = 0;
  #askedAtMs = 0;
  #stops: (() => void)[] = [];
  #isWanted = false;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  /** The newest of all, not tracked: for painting. */
  get frame(): LiveFrame | null {
    return this.#frame;
  }

  /** Called with every frame as it arrives. Returns how to stop. */
  onFrame(paint: (frame: LiveFrame) => void): () => void {
    this.#painters = [...this.#painters, paint];
    return () => {
      this.#painters = this.#painters.filter((other) => other !== paint);
    };
  }

  async open(): Promise<void> {
    this.#isWanted = true;
    await this.load();
    if (this.#isWanted && this.session?.state === 'RUNNING') this.#listen();
  }

  close(): void {
    this.#isWanted = false;
    for (const stop of this.#stops.splice(0)) stop();
  }

  async load(): Promise<void> {
    this.#askedAtMs = performance.now();
    const variables = { id: this.sessionId };
    const context = { requestPolicy: 'network-only' } as const;
    const { data, error } = await graph.query(ParkingSessionPageDocument, variables, context).toPromise();
    if (data?.parkingSession) this.#adopt(data.parkingSession);
    else if (this.status !== 'ready') {
      this.errorCode = error ? codeOf(error) : null;
      this.status = error && this.errorCode !== 'NOT_FOUND' ? 'failed' : 'missing';
    }
  }

  #adopt(session: LiveSession): void {
    this.session = session;
    this.status = 'ready';
    for (const { node } of session.alerts.edges) this.#addAlert(node);
    if (session.latestFrame && !this.#frame) this.#take(session.latestFrame);
    if (session.state === 'RUNNING') return;
    this.isSilent = false;
    for (const stop of this.#stops.splice(0)) stop();
  }

  #listen(): void {
    const timer = setInterval(() => this.#watchSilence(), 250);
    let stopFrames: () => void = () => undefined;
    const openFrames = () => {
      stopFrames = followFrames(this.sessionId, {
        onFrame: (frame) => this.#receive(frame),
        onEnd: () => void this.#askWhetherOver(openFrames),
      });
    };
    openFrames();
    const stopAlerts = follow(ParkingAlertsDocument, {
      variables: () => ({ sessionId: this.sessionId, afterSeq: this.alerts[0]?.seq ?? 0 }),
      onData: ({ parkingAlerts }) => this.#addAlert(parkingAlerts),
      onFailure: () => (this.session?.state === 'RUNNING' ? 'again' : 'stop'),
    });
    this.#stops.push(
      () => clearInterval(timer),
      () => stopFrames(),
      stopAlerts,
    );
  }

  async #askWhetherOver(openFrames: () => void): Promise<void> {
    if (!this.#isWanted) return;
    await this.load();
    if (this.#isWanted && this.session?.state === 'RUNNING') setTimeout(openFrames, 500);
  }

  #receive(frame: LiveFrame): void {
    if (isLive(frame, this.#frame)) {
      this.#arrivedAtMs = performance.now();
      this.isSilent = false;
      this.history.add(frame);
    }
    this.#take(frame);
  }

  #take(frame: LiveFrame): void {
    this.#frame = frame;
    for (const paint of this.#painters) paint(frame);
    const now = performance.now();
    if (now - this.#shownAtMs >= textEveryMs || frame.danger !== this.shown?.danger) {
      this.#shownAtMs = now;
      this.shown = frame;
    }
    if (isNews(this.guidance, frame.guidance)) this.guidance = frame.guidance;
  }

  /** When the car falls silent, the session may have ended without us. */
  #watchSilence(): void {
    const now = performance.now();
    this.isSilent = now - this.#arrivedAtMs > silentAfterMs;
    if (this.isSilent && now - this.#askedAtMs > askAgainAfterMs) void this.load();
    else if (this.#frame !== this.shown) this.shown = this.#frame;
  }

  #addAlert(alert: LiveAlert): void {
    if (this.alerts.some(({ seq }) => seq === alert.seq)) return;
    this.alerts = [alert, ...this.alerts].toSorted((a, b) => b.seq - a.seq).slice(0, mostAlerts);
  }
}

function isNews(before: LiveGuidance | null, after: LiveGuidance | null): boolean {
  if (!before || !after) return before !== after;
  return (
    before.step !== after.step ||
    before.gear !== after.gear ||
    tenths(before.distanceM) !== tenths(after.distanceM) ||
    tenths(before.steeringRad) !== tenths(after.steeringRad)
  );
}

function tenths(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10);
}
