import { z } from 'zod';
import type { Paint } from './browser.ts';

const stampPairs = z.array(z.tuple([z.number(), z.number()]));
const stampsFile = z.object({ wokenAtMs: stampPairs, sentAtMs: stampPairs });

/** When a frame, named by its sensors' time, passed a place. */
export type Stamps = ReadonlyMap<number, number>;

export interface Places {
  /** The bridge's request left. */
  readonly posted: Stamps;
  /** The subscription in telemetry woke up for it. */
  readonly woken: Stamps;
  /** The supergraph gave it to the socket. */
  readonly sent: Stamps;
}

export function readServerStamps(text: string): Pick<Places, 'woken' | 'sent'> {
  const { wokenAtMs, sentAtMs } = stampsFile.parse(JSON.parse(text));
  return { woken: new Map(wokenAtMs), sent: new Map(sentAtMs) };
}

export interface Stage {
  readonly name: string;
  readonly from: string;
  readonly latenciesMs: readonly number[];
}

/** Each stage begins where the one before it ends; frames that a newer one replaced are in none. */
export function stagesOf(paints: readonly Paint[], { posted, woken, sent }: Places): Stage[] {
  const stage = (name: string, from: string, take: (paint: Paint) => number) => ({
    name,
    from,
    latenciesMs: paints.map(take).filter(Number.isFinite),
  });
  const at = (stamps: Stamps, { sensorAtMs }: Paint) => stamps.get(sensorAtMs) ?? Number.NaN;
  return [
    stage('bridge', 'sensor → request leaves', (paint) => at(posted, paint) - paint.sensorAtMs),
    stage('ingest', 'request → frame read', (paint) => paint.receivedAtMs - at(posted, paint)),
    stage('assess', 'frame read → assessed', (paint) => paint.assessedAtMs - paint.receivedAtMs),
    stage('bus', 'assessed → subscription awake', (paint) => at(woken, paint) - paint.assessedAtMs),
    stage('hub', 'subscription → given to the socket', (paint) => at(sent, paint) - at(woken, paint)),
    stage('socket', 'server → browser', (paint) => paint.arrivedAtMs - at(sent, paint)),
    stage('paint', 'browser → drawn', (paint) => paint.paintedAtMs - paint.arrivedAtMs),
    stage('**all**', '**sensor → painted**', (paint) => paint.paintedAtMs - paint.sensorAtMs),
  ];
}
