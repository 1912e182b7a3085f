import { feedPathOf } from '../actions/calendar-feed.ts';
import { exportPath } from '../domain/feed.ts';
import { builder } from './builder.ts';
import { CalendarColor } from './enums.ts';
import { loadCalendar } from './loaders.ts';
import { Group, Member } from './other-types.ts';
import { Calendar } from './refs.ts';

const CalendarOwner = builder.unionType('CalendarOwner', {
  description: 'Whose calendar it is.',
  types: [Member, Group],
});

builder.objectType(Calendar, {
  description:
    'Events of a member or of a group. Seen and changed by its owner, or by everybody in the group.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Made by the client that created it.' }),
    name: t.exposeString('name', {
      description: '1 to 80 characters; `Personal` for the personal one until it is named.',
    }),
    color: t.expose('color', { type: CalendarColor, description: 'How it is told from others.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA zone in which new events are offered.' }),
    owner: t.field({
      type: CalendarOwner,
      nullable: true,
      description: 'Whose calendar it is; null for somebody whom identity no longer knows.',
      resolve: ({ memberId, groupId }) =>
        memberId === null
          ? { __typename: 'Group' as const, id: groupId ?? '' }
          : { __typename: 'Member' as const, id: memberId },
    }),
    isPersonal: t.exposeBoolean('isPersonal', { description: 'The one calendar that every member has.' }),
    viewerCanEdit: t.boolean({
      description: 'Whether the viewer may change what is in it.',
      directives: { perViewer: {} },
      resolve: () => true, // who may see a calendar may change it
    }),
    feedPath: t.string({
      nullable: true,
      description:
        'Signed address of the read-only feed, a path on this host; null until it is created. The viewer’s own: it works while they may see the calendar.',
      directives: { perViewer: {} },
      resolve: (calendar, _, { viewer }) => feedPathOf(calendar, viewer.memberId),
    }),
    exportPath: t.string({
      description: 'Path of the .ics download for the viewer.',
      directives: { perViewer: {} },
      resolve: ({ id }) => exportPath(id),
    }),
  }),
});

builder.asEntity(Calendar, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadCalendar(context, id, undefined),
});

builder.queryField('calendar', (t) =>
  t.field({
    type: Calendar,
    nullable: true,
    description: 'A calendar that the viewer may see.',
    args: { id: t.arg.id({ required: true, description: '`Calendar.id`.' }) },
    resolve: (_, { id }, context) => loadCalendar(context, id, undefined),
  }),
);
