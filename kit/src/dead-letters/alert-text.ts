import type { Waiting } from './find-waiting.ts';

/** A channel has one audience and nobody's language: a line in each. */
export function alertText(say: 'raised' | 'resolved', subgraph: string, waiting: Waiting): string {
  const texts = say === 'resolved' ? resolved : raised;
  return texts.map((text) => text(subgraph, waiting)).join('\n');
}

type Text = (subgraph: string, waiting: Waiting) => string;

const resolved: readonly Text[] = [
  (subgraph) => `Moim ${subgraph}: 운영자를 기다리는 이벤트나 작업이 더 없습니다.`,
  (subgraph) => `Moim ${subgraph}: nothing waits for an operator any more.`,
];

const raised: readonly Text[] = [
  (subgraph, { count, oldest }) =>
    `Moim ${subgraph}: 이벤트·작업 ${count}건이 운영자를 기다립니다(처리 실패 보관함).${
      oldest
        ? ` 가장 오래된 것: ${oldest.eventName} → ${oldest.group}, ${oldest.since.toISOString()}부터.`
        : ''
    }`,
  (subgraph, { count, oldest }) =>
    `Moim ${subgraph}: ${count === 1 ? '1 event or job waits' : `${count} events or jobs wait`} for an operator (dead letters).${
      oldest
        ? ` The oldest: ${oldest.eventName} for ${oldest.group}, since ${oldest.since.toISOString()}.`
        : ''
    }`,
];
