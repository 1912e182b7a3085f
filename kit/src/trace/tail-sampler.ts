import { type Context, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import { withoutValues } from './without-values.ts';

export interface TailSamplerOptions {
  /** Gets the spans of what is kept. */
  readonly next: SpanProcessor;
  /** Share of the rest that is kept too, 0 to 1; the same traces in every process. */
  readonly ratio: number;
  /** What took longer is kept, in milliseconds. */
  readonly slowMs?: number;
  /** Most spans that wait for the end of their part; beyond it new ones are not kept. */
  readonly maxWaiting?: number;
}

/** The part of one trace that began with one span in this process. */
interface Part {
  readonly spans: ReadableSpan[];
  readonly first: string;
  hasFailed: boolean;
  /** Null until the first span has ended. */
  isKept: boolean | null;
}

/**
 * Keeps the parts of traces in which something failed or took long, and a share of the others. A
 * part is what this process did for one call from outside; it is judged when its first span ends.
 */
export class TailSampler implements SpanProcessor {
  readonly #options: Required<TailSamplerOptions>;
  /** By the id of each span that is open. */
  readonly #parts = new Map<string, Part>();
  #waiting = 0;

  constructor(options: TailSamplerOptions) {
    this.#options = { slowMs: 1_000, maxWaiting: 10_000, ...options };
  }

  onStart(span: Span, _parent: Context): void {
    const { spanId } = span.spanContext();
    const parent = span.parentSpanContext;
    const part = (parent && this.#parts.get(parent.spanId)) ?? newPart(spanId);
    this.#parts.set(spanId, part);
  }

  onEnd(span: ReadableSpan): void {
    const { spanId } = span.spanContext();
    const part = this.#parts.get(spanId);
    this.#parts.delete(spanId);
    if (!part) return;
    part.hasFailed ||= span.status.code === SpanStatusCode.ERROR;
    if (part.isKept === null) this.#hold(part, span);
    else if (part.isKept) this.#pass(span);
    if (part.first === spanId) this.#judge(part, span);
  }

  forceFlush(): Promise<void> {
    return this.#options.next.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.#options.next.shutdown();
  }

  #hold(part: Part, span: ReadableSpan): void {
    if (this.#waiting >= this.#options.maxWaiting) return;
    this.#waiting += 1;
    part.spans.push(span);
  }

  #judge(part: Part, first: ReadableSpan): void {
    const { slowMs, ratio } = this.#options;
    part.isKept = part.hasFailed || durationMs(first) > slowMs || isChosen(first, ratio);
    this.#waiting -= part.spans.length;
    const spans = part.spans.splice(0);
    if (part.isKept) for (const span of spans) this.#pass(span);
  }

  #pass(span: ReadableSpan): void {
    this.#options.next.onEnd(withoutValues(span));
  }
}

const newPart = (first: string): Part => ({ spans: [], first, hasFailed: false, isKept: null });

const durationMs = ({ duration: [seconds, nanos] }: ReadableSpan): number => seconds * 1_000 + nanos / 1e6;

/** By the trace's own random bits, as W3C Trace Context §3.2.2.3 has them, so that processes agree. */
function isChosen(span: ReadableSpan, ratio: number): boolean {
  const random = Number.parseInt(span.spanContext().traceId.slice(-8), 16) / 2 ** 32;
  return random < ratio;
}
