import { createPlan } from '@moim/travel/actions/create-plan.ts';
import { followMember } from '@moim/travel/actions/follow-member.ts';
import { likePlan } from '@moim/travel/actions/like-plan.ts';
import { searchCities } from '@moim/travel/actions/search-cities.ts';
import { sharePlan } from '@moim/travel/actions/share-plan.ts';
import { dayInSeoul } from '../day-in-seoul.ts';
import { patiently, type Stage } from './stage.ts';
import { demoFollows, type DemoTrip, demoTrips } from './trips.ts';

const plannedMinutesAgo = 3 * 24 * 60;

/** Follows come first, so that plans that are shared are told of. */
export async function playTrips(stage: Stage): Promise<void> {
  const services = stage.at('travel', stage.minutesAgo(plannedMinutesAgo));
  for (const [follower, followed] of demoFollows) {
    const { memberId } = stage.viewer(followed);
    await patiently(() => followMember(services, stage.viewer(follower), { memberId }));
  }
  for (const [index, trip] of demoTrips.entries()) await planTrip(stage, trip, index);
}

async function planTrip(stage: Stage, trip: DemoTrip, index: number): Promise<void> {
  const services = stage.at('travel', stage.minutesAgo(plannedMinutesAgo - index * 97));
  const [city] = await searchCities(trip.city, 1);
  if (!city) throw new Error(`the city index has no ${trip.city}`);
  const [first, last] = trip.days;
  const viewer = stage.viewer(trip.by);
  const id = await createPlan(services, viewer, {
    ...{ id: services.newId(), title: trip.title, cityId: String(city.id), details: trip.details },
    ...{ travelOn: dayFrom(stage.present, first), untilOn: dayFrom(stage.present, last) },
    ...{ groupSize: trip.groupSize, companionIds: stage.memberIds(trip.companions) },
    calendarEventId: trip.event === undefined ? null : stage.idOf('event', trip.event),
    chatRoomId: trip.room === undefined ? null : stage.idOf('room', trip.room),
    ...{ budgetMinor: trip.budget?.minor ?? null, currency: trip.budget?.currency ?? null },
  });
  stage.remember('trip', trip.key, id);
  if (trip.audience !== 'PRIVATE') await sharePlan(services, viewer, { id, audience: trip.audience });
  for (const handle of trip.likedBy) await likePlan(services, stage.viewer(handle), { planId: id });
}

const dayFrom = (present: Date, days: number): string =>
  dayInSeoul(new Date(present.getTime() + days * 86_400_000));
