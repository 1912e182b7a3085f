import { ROOT_CONTEXT, SpanStatusCode, trace, type TimeInput } from '@opentelemetry/api';
import {
  AlwaysOnSampler,
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { describe, expect, it } from 'vitest';
import { TailSampler } from './tail-sampler.ts';
import { continueTrace } from './traceparent.ts';

const likely = '00-0000000000000000000000000000000f-b7ad6b7169203331-01';
const unlikely = '00-000000000000000000000000ffffffff-b7ad6b7169203331-01';

interface Scene {
  readonly traceparent?: string;
  readonly ratio?: number;
  readonly tookMs?: number;
  readonly childFails?: boolean;
  readonly maxWaiting?: number;
}

/** One call from outside with one step within it, both over; what left the process. */
function exported({
  traceparent = unlikely,
  ratio = 0.05,
  tookMs = 10,
  childFails = false,
  maxWaiting,
}: Scene) {
  const exporter = new InMemorySpanExporter();
  const next = new SimpleSpanProcessor(exporter);
  const sampler = new TailSampler({ next, ratio, ...(maxWaiting === undefined ? {} : { maxWaiting }) });
  const provider = new BasicTracerProvider({ sampler: new AlwaysOnSampler(), spanProcessors: [sampler] });
  const tracer = provider.getTracer('test');
  const startTime: TimeInput = 1_000;
  const call = tracer.startSpan('call', { startTime }, continueTrace(traceparent));
  const step = tracer.startSpan('step', { startTime }, trace.setSpan(ROOT_CONTEXT, call));
  step.setAttributes({ 'db.query.summary': 'messaging.insertText', 'db.query.text': 'hunter2' });
  step.recordException(new Error('hunter2'));
  if (childFails) step.setStatus({ code: SpanStatusCode.ERROR, message: 'hunter2' });
  step.end(1_000 + tookMs);
  call.end(1_000 + tookMs);
  return exporter.getFinishedSpans();
}

const names = (scene: Scene) => exported(scene).map(({ name }) => name);

describe('what is kept of a trace', () => {
  it('is everything when a step failed', () => {
    expect(names({ childFails: true })).toEqual(['step', 'call']);
  });

  it('is everything when it took more than a second', () => {
    expect(names({ tookMs: 1_001 })).toEqual(['step', 'call']);
    expect(names({ tookMs: 1_000 })).toEqual([]);
  });

  it('is a share of the others, by the trace and not by the process', () => {
    expect(names({ traceparent: likely })).toEqual(['step', 'call']);
    expect(names({ traceparent: unlikely })).toEqual([]);
    expect(names({ traceparent: unlikely, ratio: 1 })).toEqual(['step', 'call']);
    expect(names({ traceparent: likely, ratio: 0 })).toEqual([]);
  });

  it('is bounded while it waits to be judged', () => {
    expect(names({ childFails: true, maxWaiting: 1 })).toEqual(['step']);
  });

  it('says no value: only attributes that are listed, a code for a failure, no message', () => {
    const [step] = exported({ childFails: true });
    expect(step).toMatchObject({
      attributes: { 'db.query.summary': 'messaging.insertText' },
      status: { code: SpanStatusCode.ERROR },
      events: [],
    });
    expect(JSON.stringify([step?.attributes, step?.status, step?.events])).not.toContain('hunter2');
  });
});
