import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

/** deploy/prometheus/alerts.yml against docs/metrics.md, which a test holds against a running system. */
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const recorded = z.strictObject({ record: z.string(), expr: z.string() });
const alert = z.strictObject({
  alert: z.string().regex(/^Moim[A-Za-z]+$/),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[mh]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string().min(20) }),
});
const file = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(z.union([recorded, alert])) })),
});

const rules = file.parse(parse(read('deploy/prometheus/alerts.yml'))).groups.flatMap((group) => group.rules);

interface Metric {
  readonly type: string;
  readonly labels: readonly string[];
}

const metrics = new Map<string, Metric>(
  [...read('docs/metrics.md').matchAll(/^\| `(\w+)` +\| (\w+) +\| ([^|]*)\|/gm)].map(
    ([, name = '', type = '', labels = '']) => [
      name,
      { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label) },
    ],
  ),
);

/** A histogram is asked for by its parts. */
function findMetric(name: string): Metric | undefined {
  const whole = /^(\w+)_(bucket|sum|count)$/.exec(name)?.[1];
  const histogram = whole === undefined ? undefined : metrics.get(whole);
  return histogram?.type === 'histogram'
    ? { ...histogram, labels: [...histogram.labels, 'le'] }
    : metrics.get(name);
}

const uses = rules.flatMap(({ expr }) =>
  [...expr.matchAll(/\b((?:moim|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', selector = '']) => ({
      name,
      labels: [...selector.matchAll(/(\w+)=~?"/g)].map(([, label = '']) => label),
    }),
  ),
);

describe('the rules of Prometheus', () => {
  it('ask for metrics that are there, by labels that they have', () => {
    const wrong = uses.filter(({ name, labels }) => {
      const metric = findMetric(name);
      return !metric || labels.some((label) => !metric.labels.includes(label));
    });
    expect(wrong).toEqual([]);
    expect(uses.length).toBeGreaterThan(20);
  });

  it('use what they record, and record what they use', () => {
    const names = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));
    const used = rules.flatMap(({ expr }) => expr.match(/\bmoim:[\w:]+/g) ?? []);
    expect([...new Set(used)].sort()).toEqual(names.sort());
  });

  it.each([
    ...['MoimFailsFast', 'MoimFailsSlowly', 'MoimOutboxStands', 'MoimReplicaBehind'],
    ...['MoimDeadLetters', 'MoimJobsFailed', 'MoimLogOverdue'],
  ])('have %s', (name) => {
    expect(rules.filter((rule) => 'alert' in rule && rule.alert === name)).toHaveLength(1);
  });
});
