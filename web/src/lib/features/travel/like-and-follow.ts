import { graph } from '#lib/graphql/client.ts';
import { codeOf } from '#lib/graphql/errors.ts';
import {
  FollowMemberDocument,
  LikeTravelPlanDocument,
  UnfollowMemberDocument,
  UnlikeTravelPlanDocument,
} from '#lib/graphql/generated/graphql.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { tripErrorText } from './trip-texts.ts';

/** Shown at once; when the server refuses, the screen goes back and a note says why. */
export async function setLike(planId: string, isLiked: boolean): Promise<void> {
  const variables = { input: { planId } };
  const { data, error } = isLiked
    ? await graph.mutation(LikeTravelPlanDocument, variables).toPromise()
    : await graph.mutation(UnlikeTravelPlanDocument, variables).toPromise();
  const result = data && ('likeTravelPlan' in data ? data.likeTravelPlan : data.unlikeTravelPlan);
  if (error) toasts.show(tripErrorText(codeOf(error)));
  else if (result && 'code' in result) toasts.show(tripErrorText(result.code));
}

/** Shown at once; when the server refuses, the screen goes back and a note says why. */
export async function setFollow(memberId: string, isFollowed: boolean): Promise<void> {
  const variables = { input: { memberId } };
  const { data, error } = isFollowed
    ? await graph.mutation(FollowMemberDocument, variables).toPromise()
    : await graph.mutation(UnfollowMemberDocument, variables).toPromise();
  const result = data && ('followMember' in data ? data.followMember : data.unfollowMember);
  if (error) toasts.show(tripErrorText(codeOf(error)));
  else if (result && 'code' in result)
    toasts.show(tripErrorText(result.code, 'field' in result ? result.field : null));
}
