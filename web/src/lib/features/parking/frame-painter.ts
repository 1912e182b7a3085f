import type { LiveFrame } from './live-frame.ts';

/** Name of the User Timing mark that tells when a frame was on the screen; its detail is a `PaintDetail`. */
export const paintMark = 'parking-frame-painted';

export interface PaintDetail {
  readonly sensorAtMs: number;
  readonly receivedAtMs: number;
  readonly assessedAtMs: number;
  /** When the browser had it, and when it was drawn: milliseconds since the epoch. */
  readonly arrivedAtMs: number;
  readonly paintedAtMs: number;
}

/** Draws the newest frame at the next screen refresh; what came in between is replaced. */
export function createFramePainter(draw: () => void) {
  const afterPaint = new MessageChannel();
  let newest: { readonly frame: LiveFrame; readonly arrivedAtMs: number } | null = null;
  let isScheduled = false;

  // A message sent while the screen is drawn is delivered when that is done.
  afterPaint.port1.onmessage = () => {
    if (!newest) return;
    const { frame, arrivedAtMs } = newest;
    const { sensorAtMs, receivedAtMs, assessedAtMs } = frame;
    const detail: PaintDetail = { sensorAtMs, receivedAtMs, assessedAtMs, arrivedAtMs, paintedAtMs: now() };
    performance.clearMarks(paintMark); // one is enough: observers have their copy, and memory does not grow
    performance.mark(paintMark, { detail });
  };

  function paint(): void {
    isScheduled = false;
    draw();
    afterPaint.port2.postMessage(null);
  }

  return {
    show: (frame: LiveFrame) => {
      newest = { frame, arrivedAtMs: now() };
      if (isScheduled) return;
      isScheduled = true;
      requestAnimationFrame(paint);
    },
    close: () => {
      afterPaint.port1.close();
      newest = null;
    },
  };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
