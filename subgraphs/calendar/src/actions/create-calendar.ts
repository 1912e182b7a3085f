import type { Viewer } from '@moim/kit/auth/viewer.ts';
import { InvalidInputError, NotFoundError } from '@moim/kit/errors/domain-error.ts';
import { toKnownId, toNewId } from '@moim/kit/ids/given-id.ts';
import type { Services } from '@moim/kit/server/services.ts';
import {
  type CalendarRow,
  findRequestOfCalendar,
  insertCalendar,
  updateCalendarRow,
} from '../db/calendars.ts';
import { isGroupMember } from '../db/membership-projection.ts';
import { cleanLine } from '../domain/text.ts';
import { isZone } from '../ports/zones.ts';
import { catchUp } from './catch-up.ts';
import { assertSameRequest, digestOf } from './request-digest.ts';

export type CalendarColor = CalendarRow['color'];

export interface CreateCalendarInput {
  readonly id: string;
  readonly name: string;
  readonly color?: CalendarColor;
  /** IANA name. */
  readonly timeZone: string;
  /** Absent: the viewer's own. */
  readonly groupId?: string | null | undefined;
}

/**
 * A calendar of the viewer or of one of their groups; the same request again answers the same id.
 *
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {NotFoundError} for a group that the viewer is not in
 * @throws {ConflictError} when the id stands for another calendar
 */
export async function createCalendar(
  services: Services,
  viewer: Viewer,
  input: CreateCalendarInput,
): Promise<string> {
  const { db, now } = services;
  const calendar = draftCalendar(viewer, input);
  await catchUp(services, viewer);
  const { id, groupId, requestDigest } = calendar;
  if (groupId !== null && !(await isGroupMember(db.write, groupId, viewer.memberId)))
    throw new NotFoundError();
  if (!(await insertCalendar(db.write, { ...calendar, createdAt: now() })))
    assertSameRequest(await findRequestOfCalendar(db.write, id), requestDigest);
  return id;
}

function draftCalendar({ memberId }: Viewer, input: CreateCalendarInput): Omit<CalendarRow, 'createdAt'> {
  const { color = 'BLUE', timeZone } = input;
  const id = toNewId(input.id, 'input.id');
  const name = cleanLine(input.name, { field: 'input.name', maxLength: 80 });
  if (!isZone(timeZone)) throw new InvalidInputError('input.timeZone', 'This is no IANA time zone.');
  const groupId = input.groupId == null ? null : toKnownId(input.groupId);
  const asked = { name, color, timeZone, groupId, createdBy: memberId };
  return {
    ...{ id, ...asked, memberId: groupId === null ? memberId : null },
    ...{ isPersonal: false, requestDigest: digestOf(asked), feedKey: null },
  };
}

export interface UpdateCalendarInput {
  readonly id: string;
  readonly name?: string | null | undefined;
  readonly color?: CalendarColor | null | undefined;
}

/**
 * @throws {InvalidInputError} naming the field that breaks a rule
 * @throws {NotFoundError} for a calendar that the viewer may not see
 */
export async function updateCalendar(services: Services, viewer: Viewer, input: UpdateCalendarInput) {
  const id = toKnownId(input.id);
  await catchUp(services, viewer);
  const change = {
    ...(input.name != null && { name: cleanLine(input.name, { field: 'input.name', maxLength: 80 }) }),
    ...(input.color != null && { color: input.color }),
  };
  if (Object.keys(change).length === 0) throw new InvalidInputError('input.name', 'Say what should change.');
  if (!(await updateCalendarRow(services.db.write, viewer.memberId, id, change))) throw new NotFoundError();
  return id;
}
