export interface Asked {
  readonly answered: number;
  readonly failed: number;
  readonly latenciesMs: readonly number[];
}

const questions = [
  '{ person(id: "1") { id name } }',
  '{ room(id: "1") { id } }',
  'query ($id: ID!) { person(id: $id) { name } room(id: $id) { id } }',
];

/** So many ask one thing after another, without a pause. @returns how to stop */
export function askSteadily(url: string, atOnce: number): () => Promise<Asked> {
  let isAsking = true;
  const latenciesMs: number[] = [];
  let failed = 0;
  const ask = async (): Promise<void> => {
    for (let turn = 0; isAsking; turn += 1) {
      const startMs = performance.now();
      if (!(await isAnswered(url, questions[turn % questions.length] ?? ''))) failed += 1;
      latenciesMs.push(performance.now() - startMs);
    }
  };
  const asking = Array.from({ length: atOnce }, ask);
  return async () => {
    isAsking = false;
    await Promise.all(asking);
    return { answered: latenciesMs.length - failed, failed, latenciesMs };
  };
}

async function isAnswered(url: string, query: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { id: '2' } }),
    });
    const answer: unknown = await response.json();
    return response.ok && typeof answer === 'object' && answer !== null && !('errors' in answer);
  } catch {
    return false;
  }
}
