import { builder } from './builder.ts';
import { Locale } from './enums.ts';
import { loadMember } from './loaders.ts';
import { Member } from './refs.ts';

builder.objectType(Member, {
  description:
    'Somebody with an account, as colleagues see them. Null for everybody but CX once they withdrew.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'UUIDv7; permanent.' }),
    name: t.exposeString('name', { description: '1 to 50 visible characters, chosen by the member.' }),
    handle: t.exposeString('handle', {
      description:
        'Unique short name for log-in and mentions: 3 to 30 of a-z, digits and single `.`, `-`, `_`.',
    }),
    locale: t.expose('locale', { type: Locale, description: 'Language that the member reads.' }),
    timeZone: t.exposeString('timeZone', { description: 'IANA name, e.g. `Asia/Seoul`.' }),
    avatarColor: t.exposeString('avatarColor', {
      description: '`#RRGGBB`, dark enough for white text on it.',
    }),
    withdrawnAt: t.expose('withdrawnAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the account was closed; null for everybody that colleagues can see.',
    }),
  }),
});

builder.asEntity(Member, {
  key: builder.selection<{ id: string }>('id'),
  resolveReference: ({ id }, context) => loadMember(context, id),
});
