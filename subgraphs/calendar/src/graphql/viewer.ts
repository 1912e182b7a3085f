import { InvalidInputError } from '@moim/kit/errors/domain-error.ts';
import { addWhoAsks, viewerDescription } from '@moim/kit/graphql/who-asks.ts';
import { isUuid } from '@moim/kit/ids/given-id.ts';
import { ensurePersonalCalendar } from '../actions/personal-calendar.ts';
import { findCalendarsOfMember } from '../db/calendars.ts';
import { findChangeSeq } from '../db/change-log.ts';
import { findDeclinesWhenBusy } from '../db/member-settings.ts';
import { findAgenda } from '../db/occurrences.ts';
import { maxOccurrencesRead } from '../domain/limits.ts';
import { builder } from './builder.ts';
import { toRangeMs } from './range.ts';
import { Calendar, Occurrence } from './refs.ts';

export const Viewer = builder.objectRef<{ id: string }>('Viewer').implement({
  description: viewerDescription,
  fields: (t) => ({
    id: t.exposeID('id', { description: "Equals the member's id." }),
    calendars: t.field({
      type: [Calendar],
      nullable: true,
      description: "The viewer's own calendars, the personal one first, then those of the viewer's groups.",
      directives: { perViewer: {} },
      resolve: async (_, __, context) => {
        const { db, services } = context;
        const memberId = await context.reader();
        const found = await findCalendarsOfMember(db, memberId);
        if (found.some(({ isPersonal }) => isPersonal)) return found;
        await ensurePersonalCalendar(services.db.write, services, memberId);
        return findCalendarsOfMember(services.db.write, memberId);
      },
    }),
    occurrences: t.field({
      type: [Occurrence],
      nullable: true,
      description:
        'Every occurrence that the viewer owns, is invited to, or sees through a group, that overlaps [from, until), by start. At most 62 days and 1,000.',
      directives: { perViewer: {}, federation__listSize: { assumedSize: 100 } },
      args: {
        from: t.arg({ type: 'DateTime', required: true, description: 'Start of the range.' }),
        until: t.arg({ type: 'DateTime', required: true, description: 'End of the range, not part of it.' }),
        calendarIds: t.arg.idList({ description: 'Only of these calendars.' }),
      },
      resolve: async (_, { from, until, calendarIds = null }, context) => {
        toRangeMs({ from, until });
        if (calendarIds?.some((id) => !isUuid(id)))
          throw new InvalidInputError('calendarIds', 'These are not all ids.');
        const search = { from, until, calendarIds, limit: maxOccurrencesRead };
        return findAgenda(context.db, await context.reader(), search);
      },
    }),
    declinesWhenBusy: t.boolean({
      nullable: true,
      description: 'Whether what clashes with the own events is refused instead of told.',
      directives: { perViewer: {} },
      resolve: ({ id }, _, { db }) => findDeclinesWhenBusy(db, id),
    }),
    calendarSeq: t.int({
      nullable: true,
      description: 'Where to start `calendarEventChanged(afterSeq:)`.',
      directives: { perViewer: {} },
      resolve: ({ id }, _, { db }) => findChangeSeq(db, id),
    }),
  }),
});

addWhoAsks(builder, Viewer);
