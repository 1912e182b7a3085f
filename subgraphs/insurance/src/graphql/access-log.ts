import { type PageArguments, toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { canSeeOrigin } from '../domain/access.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { timedKey, toTimedKey } from './cursors.ts';
import { AccessTask } from './enums.ts';
import { loadAccessLog } from './loaders.ts';
import { AccessLogEntry, Member } from './refs.ts';

builder.objectType(AccessLogEntry, {
  description: 'Somebody looked at or changed personal data or cover. Never changes.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Names this entry for good.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it was done.' }),
    task: t.expose('task', { type: AccessTask, description: 'What was done to the data or the cover.' }),
    actor: t.field({
      type: Member,
      nullable: true,
      description: 'Who did it; null for the insurer and the installation itself.',
      resolve: ({ actorId }) => (actorId ? { id: actorId } : null),
    }),
    actorRole: t.exposeString('actorRole', { description: 'In which part: CX, HOLDER, INSURER or SYSTEM.' }),
    fields: t.exposeStringList('fields', { description: 'What was looked at or changed, by name.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why, in the words of CX.' }),
    ticket: t.exposeString('ticket', {
      nullable: true,
      description: "Where it was asked for; for a callback the insurer's event.",
    }),
    origin: t.string({
      nullable: true,
      description: 'The network it came from, shortened; only for CX and ADMIN.',
      directives: { perViewer: {} },
      resolve: ({ origin }, _, { viewer }) => (canSeeOrigin(viewer) ? origin : null),
    }),
  }),
});

export const AccessLogConnection = builder.connectionObject(
  { type: AccessLogEntry, name: 'AccessLogConnection', description: 'A page of the access log.' },
  { name: 'AccessLogConnectionEdge', description: 'An entry of the access log.' },
);

export async function resolveAccessLog(context: Context, policyId: string, args: PageArguments) {
  const page = toPage(args);
  const after = toTimedKey(page.after);
  const rows = (await loadAccessLog(context, policyId, { after, limit: page.size + 1 })) ?? [];
  return toConnection(rows, page, timedKey, (row) => row);
}
