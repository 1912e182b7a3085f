import {
  FollowingTripsDocument,
  LikedTripsDocument,
  MyTripsDocument,
  type PageOfTripsFragment,
  PublicTripsDocument,
} from '#lib/graphql/generated/graphql.ts';
import { query } from '#lib/graphql/query.svelte.ts';

export type TripListName = 'mine' | 'feed' | 'following' | 'liked';

const pageSize = 12;

interface TripListResult {
  /** Undefined until it is there; null when travel could not answer. */
  readonly page: PageOfTripsFragment | null | undefined;
  readonly errorCode: string | null;
  readonly isLoading: boolean;
  readonly retry: () => void;
}

/** One of the lists of trips, page after page. Call it while a component initialises. */
export function tripList(name: TripListName, after: () => string | null): TripListResult {
  const variables = () => ({ first: pageSize, after: after() });
  switch (name) {
    case 'mine': {
      const result = query(() => ({ query: MyTripsDocument, variables: variables() }));
      return paged(result, () => result.data?.me.travelPlans);
    }
    case 'feed': {
      const result = query(() => ({ query: PublicTripsDocument, variables: variables() }));
      return paged(result, () => result.data?.publicPlans);
    }
    case 'following': {
      const result = query(() => ({ query: FollowingTripsDocument, variables: variables() }));
      return paged(result, () => result.data?.me.followingPlans);
    }
    case 'liked': {
      const result = query(() => ({ query: LikedTripsDocument, variables: variables() }));
      return paged(result, () => result.data?.me.likedPlans);
    }
  }
}

function paged(
  result: Pick<TripListResult, 'errorCode' | 'isLoading' | 'retry'>,
  page: () => PageOfTripsFragment | null | undefined,
): TripListResult {
  return {
    get page() {
      return page();
    },
    get errorCode() {
      return result.errorCode;
    },
    get isLoading() {
      return result.isLoading;
    },
    retry: result.retry,
  };
}
