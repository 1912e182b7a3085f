import type { Cache, OptimisticMutationResolver, UpdateResolver } from '@urql/exchange-graphcache';
import { gql } from '@urql/core';

const likesOfPlan = gql`
  fragment LikesOfPlan on TravelPlan {
    id
    likeCount
    viewerLikes
  }
`;

const followersOfMember = gql`
  fragment FollowersOfMember on Member {
    id
    followerCount
    viewerFollows
  }
`;

/**
 * What a press shows at once; the server's answer replaces it, and its refusal takes it back. A second
 * like of the same trip counts nothing, here as there.
 */
export const tripOptimism: Record<string, OptimisticMutationResolver> = {
  likeTravelPlan: ({ input }, cache) => liked(cache, idIn(input, 'planId'), true),
  unlikeTravelPlan: ({ input }, cache) => liked(cache, idIn(input, 'planId'), false),
  followMember: ({ input }, cache) => followed(cache, idIn(input, 'memberId'), true),
  unfollowMember: ({ input }, cache) => followed(cache, idIn(input, 'memberId'), false),
};

function liked(cache: Cache, id: string, viewerLikes: boolean) {
  const known: unknown = cache.readFragment(likesOfPlan, { id });
  const change = boolOf(known, 'viewerLikes') === viewerLikes ? 0 : viewerLikes ? 1 : -1;
  const likeCount = Math.max(0, (numberOf(known, 'likeCount') ?? 0) + change);
  return {
    __typename: 'LikeTravelPlanPayload',
    plan: { __typename: 'TravelPlan', id, viewerLikes, likeCount },
  };
}

function followed(cache: Cache, id: string, viewerFollows: boolean) {
  const known: unknown = cache.readFragment(followersOfMember, { id });
  const before = numberOf(known, 'followerCount');
  const change = boolOf(known, 'viewerFollows') === viewerFollows ? 0 : viewerFollows ? 1 : -1;
  return {
    __typename: 'FollowMemberPayload',
    member: {
      __typename: 'Member',
      id,
      viewerFollows,
      followerCount: before === null ? null : Math.max(0, before + change),
    },
  };
}

type Forget = (cache: Cache, entity: string | null, name: string) => void;

/** Which lists the server would now answer differently. */
export function tripUpdates(
  forget: Forget,
  viewerKey: (cache: Cache) => string | null,
): Record<string, UpdateResolver> {
  const forgetOfViewer =
    (...names: readonly string[]): UpdateResolver =>
    (_result, _args, cache, { optimistic }) => {
      if (!optimistic) for (const name of names) forget(cache, viewerKey(cache), name);
    };
  const forgetFeeds: UpdateResolver = (_result, _args, cache) => forget(cache, 'Query', 'publicPlans');
  const afterFollowing: UpdateResolver = (_result, _args, cache, { optimistic }) => {
    const viewerId = viewerKey(cache)?.slice('Viewer:'.length);
    if (optimistic || !viewerId) return;
    forget(cache, viewerKey(cache), 'followingPlans');
    forget(cache, `Member:${viewerId}`, 'followingCount');
  };
  return {
    createTravelPlan: forgetOfViewer('travelPlans', 'travelPlansOn'),
    updateTravelPlan: forgetOfViewer('travelPlans', 'travelPlansOn'),
    deleteTravelPlan: (result, args, cache, info) => {
      const id = deletedId(result);
      if (id === null) return;
      forgetOfViewer('travelPlans', 'travelPlansOn', 'likedPlans', 'recommendations')(
        result,
        args,
        cache,
        info,
      );
      forgetFeeds(result, args, cache, info);
      cache.invalidate({ __typename: 'TravelPlan', id });
    },
    shareTravelPlan: forgetFeeds,
    publishTravelPlan: forgetFeeds,
    likeTravelPlan: forgetOfViewer('likedPlans'),
    unlikeTravelPlan: forgetOfViewer('likedPlans'),
    followMember: afterFollowing,
    unfollowMember: afterFollowing,
    requestRecommendation: forgetOfViewer('recommendations', 'wallet'),
    topUp: forgetOfViewer('wallet'),
  };
}

function deletedId(result: unknown): string | null {
  if (typeof result !== 'object' || result === null || !('deleteTravelPlan' in result)) return null;
  return stringOf(result.deleteTravelPlan, 'planId');
}

function idIn(input: unknown, name: string): string {
  return stringOf(input, name) ?? '';
}

function stringOf(value: unknown, name: string): string | null {
  const found = fieldOf(value, name);
  return typeof found === 'string' ? found : null;
}

function numberOf(value: unknown, name: string): number | null {
  const found = fieldOf(value, name);
  return typeof found === 'number' ? found : null;
}

function boolOf(value: unknown, name: string): boolean {
  return fieldOf(value, name) === true;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)).get(name) : undefined;
}
