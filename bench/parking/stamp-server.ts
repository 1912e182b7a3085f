/**
 * Loaded into the server before anything else: notes when a frame wakes its subscription and when it leaves for
 * a socket. Neither is part of the API, and a clock in the product for the bench's sake would be.
 */
import { writeFileSync } from 'node:fs';
import { LiveSession } from '@moim/telemetry/actions/live-session.ts';
import { WebSocket } from 'ws';

const file = process.env['MOIM_BENCH_STAMPS'];
const wokenAtMs = new Map<number, number>();
const sentAtMs = new Map<number, number>();

function note(stamps: Map<number, number>, sensorAtMs: number): void {
  if (!stamps.has(sensorAtMs)) stamps.set(sensorAtMs, performance.timeOrigin + performance.now());
}

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const { show } = LiveSession.prototype;
LiveSession.prototype.show = function (frame) {
  const { seq, sensorAtMs } = frame;
  // The subscription's first look at a new frame is at its number.
  show.call(this, {
    ...frame,
    get seq() {
      note(wokenAtMs, sensorAtMs);
      return seq;
    },
  });
};

// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (...data: unknown[]) {
  const [text] = data;
  const [, sensorAtMs] = (typeof text === 'string' && /"sensorAtMs":([\d.]+)/.exec(text)) || [];
  if (sensorAtMs !== undefined) note(sentAtMs, Number(sensorAtMs));
  Reflect.apply(send, this, data);
};

process.on('exit', () => {
  if (file) writeFileSync(file, JSON.stringify({ wokenAtMs: [...wokenAtMs], sentAtMs: [...sentAtMs] }));
});
