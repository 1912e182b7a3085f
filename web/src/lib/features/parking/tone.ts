import type { DangerLevel } from '#lib/graphql/generated/graphql.ts';

/** Beeps a second by level; the continuous tone of STOP is none. Our own values: no manual gives any. */
const ratesHz: Partial<Record<DangerLevel, number>> = { CAUTION: 2, WARNING: 5 };
const beepS = 0.07;
const pitchHz = 1_050;
const loudness = 0.12;

/** The warning tone. Browsers allow it only after the user has asked for it. */
export class Tone {
  readonly #context = new AudioContext();
  readonly #volume = this.#context.createGain();
  #level: DangerLevel = 'NONE';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    const pitch = this.#context.createOscillator();
    pitch.frequency.value = pitchHz;
    this.#volume.gain.value = 0;
    pitch.connect(this.#volume).connect(this.#context.destination);
    pitch.start();
    void this.#context.resume();
  }

  /** Changes at once; the same level again changes nothing. */
  sound(level: DangerLevel): void {
    if (level === this.#level) return;
    this.#level = level;
    clearInterval(this.#timer);
    const rateHz = ratesHz[level];
    this.#set(level === 'STOP' ? loudness : 0, 0);
    if (rateHz === undefined) return;
    this.#beep();
    this.#timer = setInterval(() => this.#beep(), 1_000 / rateHz);
  }

  close(): void {
    clearInterval(this.#timer);
    void this.#context.close();
  }

  #beep(): void {
    this.#set(loudness, 0);
    this.#set(0, beepS);
  }

  /** With a ramp of 5 ms: an edge would click. */
  #set(value: number, afterS: number): void {
    this.#volume.gain.setTargetAtTime(value, this.#context.currentTime + afterS, 0.005);
  }
}
