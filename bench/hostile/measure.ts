import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Attack } from './attack.ts';
import { Child } from './child.ts';
import type { Product } from './product.ts';
import type { Row } from './row.ts';

const quietMs = 1_000;
const attackMs = 2_500;
/** After garbage was collected the ordinary goes on for so long before anything is measured: everything is cold. */
const warmMs = 1_000;
/** What logging in another member left behind is over then. */
const settleMs = 300;
/** The same again, to see whether anything grows. */
const passes = 2;

const sample = z.object({
  latenciesMs: z.array(z.number()),
  failures: z.number(),
  ownLagMs: z.number(),
});
type Sample = z.output<typeof sample>;
const harm = z.object({ refusalsMs: z.record(z.string(), z.array(z.number())) });

/**
 * Quiet, attack, quiet, attack, quiet …: each attack is held against the quiet before and after it. Garbage is collected
 * once, behind an attack: a process that is attacked has not just done that, and in the moments after it everybody waits.
 */
export async function measure(product: Product, attacks: readonly Attack[]): Promise<Row[]> {
  const [good, attacker] = [new Child('good.ts'), new Child('attacker.ts', true)];
  const authorizations = [await product.authorization(), await product.authorization()];
  const ask = async (forMs: number): Promise<Sample> =>
    sample.parse(await good.tell({ url: product.url, authorizations, forMs }));
  const rows = new Map<string, Row>(attacks.map(({ name }) => [name, emptyRow(name)]));
  try {
    await ask(3_000); // the first requests of a process are not like the others
    for (let pass = 0; pass < passes; pass += 1) {
      let before = await quiet(product, ask);
      for (const { name } of attacks) {
        const authorization = await product.authorization();
        await sleep(settleMs);
        await product.begin();
        const startMs = performance.now();
        const [during, done] = await Promise.all([
          ask(attackMs),
          attacker.tell({ name, url: product.url, authorization, forMs: attackMs }),
        ]);
        const tookMs = performance.now() - startMs;
        const inside = await product.reading();
        const after = await quiet(product, ask);
        const row = rows.get(name) ?? emptyRow(name);
        rows.set(name, {
          name,
          refusalsMs: joined(row.refusalsMs, harm.parse(done).refusalsMs),
          meanwhileMs: [...row.meanwhileMs, ...during.latenciesMs],
          quietMs: [...row.quietMs, ...before.latenciesMs, ...after.latenciesMs],
          failures: row.failures + during.failures,
          lagMs: Math.max(row.lagMs, inside.lagMs),
          quietLagMs: Math.max(row.quietLagMs, before.lagMs, after.lagMs),
          garbageMs: Math.max(row.garbageMs ?? 0, inside.garbageMs),
          clientLagMs: Math.max(row.clientLagMs, during.ownLagMs),
          processor: Math.max(row.processor, inside.cpuMs / tookMs),
          rssMb: [...row.rssMb, inside.rssMb],
          usedMb: [...row.usedMb, inside.heapMb + inside.buffersMb],
        });
        before = after;
        process.stderr.write('.');
      }
    }
  } finally {
    await Promise.all([good.stop(), attacker.stop()]);
  }
  return [...rows.values()];
}

async function quiet(
  product: Product,
  ask: (forMs: number) => Promise<Sample>,
): Promise<Sample & { readonly lagMs: number }> {
  await ask(warmMs);
  await product.begin();
  const asked = await ask(quietMs);
  return { ...asked, lagMs: await product.lagMs() };
}

const joined = (one: Row['refusalsMs'], other: Row['refusalsMs']): Row['refusalsMs'] =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
      name,
      [...(one[name] ?? []), ...(other[name] ?? [])],
    ]),
  );

const emptyRow = (name: string): Row => ({
  ...{ name, refusalsMs: {}, meanwhileMs: [], quietMs: [], failures: 0 },
  ...{ lagMs: 0, quietLagMs: 0, clientLagMs: 0, processor: 0, rssMb: [], usedMb: [] },
});
