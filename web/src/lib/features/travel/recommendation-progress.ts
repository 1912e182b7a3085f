import { RecommendationProgressDocument, type RecommendationState } from '#lib/graphql/generated/graphql.ts';
import { follow } from '#lib/graphql/live.ts';
import { hasEnded } from './recommendation-texts.ts';

/**
 * Follows one recommendation to its end, through every cut; the cache shows each step wherever the
 * recommendation is. `onEnd` is called once, with its last state. Returns how to stop.
 */
export function followRecommendation(id: string, onEnd: (state: RecommendationState) => void): () => void {
  let seq: number | null = null;
  let isOver = false;
  return follow(RecommendationProgressDocument, {
    variables: () => ({ recommendationId: id, afterSeq: seq }),
    onData: ({ recommendationProgress }) => {
      seq = Math.max(seq ?? 0, recommendationProgress.seq);
      if (isOver || !hasEnded(recommendationProgress.state)) return;
      isOver = true;
      onEnd(recommendationProgress.state);
    },
    onFailure: (code) => (isOver || code === 'NOT_FOUND' || code === 'FORBIDDEN' ? 'stop' : 'again'),
  });
}
