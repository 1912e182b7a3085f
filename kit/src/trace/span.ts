import {
  type Attributes,
  context,
  type Context,
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

/** Without `startTracing` everything here does nothing: the API then hands out spans that record nothing. */
const tracer = trace.getTracer('moim');
const nothing: Span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
let isRecording = false;

/** From now on spans are recorded. Until then none is made: to hand out those that record nothing costs, too. */
export function startRecording(): void {
  isRecording = true;
}

/** Whether spans are recorded at all. */
export const isTracing = (): boolean => isRecording;

export interface SpanOptions {
  /** Default: internal. */
  readonly kind?: keyof typeof SpanKind;
  /** Names, counts and codes; never a value that a person or a program sent. */
  readonly attributes?: Attributes;
  /** Default: what is going on in this call. */
  readonly parent?: Context;
}

/** Does `work` within a span of its own, which fails when `work` throws; begins a trace where there is none. */
export function inSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return isRecording ? recorded(name, options, work) : work(nothing);
}

function recorded<T>(
  name: string,
  { kind = 'INTERNAL', attributes = {}, parent = context.active() }: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, { kind: SpanKind[kind], attributes }, parent, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The same, but only as a part of a trace that goes on: what happens by itself begins none. */
export function inChildSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  return isTraced(options.parent) ? inSpan(name, options, work) : work();
}

export const isTraced = (within: Context = context.active()): boolean =>
  trace.getSpanContext(within) !== undefined;

/** A span that the caller ends; null where no trace goes on. */
export function openChildSpan(
  name: string,
  { kind = 'INTERNAL', attributes, parent }: SpanOptions,
): Span | null {
  if (!isTraced(parent)) return null;
  return tracer.startSpan(name, { kind: SpanKind[kind], ...(attributes ? { attributes } : {}) }, parent);
}

/** Marks what goes on as failed, so that its trace is kept. */
export function failActiveSpan(): void {
  trace.getActiveSpan()?.setStatus({ code: SpanStatusCode.ERROR });
}

/** Starts what outlives the call that starts it: timers and streams are no part of their first trace. */
export const detached = <T>(work: () => T): T => context.with(ROOT_CONTEXT, work);

/** Does `work` as a part of another trace. */
export const within = <T>(parent: Context, work: () => T): T => context.with(parent, work);

/** What goes on in this call, to be continued later. */
export const here = (): Context => context.active();
