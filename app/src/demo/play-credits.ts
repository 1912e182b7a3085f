import { moveCredits } from '@moim/identity/actions/move-credits.ts';
import { demoPeople } from './people.ts';
import type { Stage } from './stage.ts';

const welcomeCredits = 300;

/** Enough for the first recommendations; more is bought. */
export async function playCredits(stage: Stage): Promise<void> {
  const services = stage.at('identity', stage.minutesAgo(5 * 24 * 60));
  for (const { handle } of demoPeople) {
    const { memberId } = stage.viewer(handle);
    await services.db.write.transaction((tx) =>
      moveCredits(tx, services, {
        ...{ memberId, kind: 'GRANT', amount: welcomeCredits, purpose: 'WELCOME', purposeId: null },
        cause: `grant:${memberId}`,
      }),
    );
  }
}
