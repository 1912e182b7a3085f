import { type PageArguments, toConnection, toPage } from '@moim/kit/graphql/page.ts';
import { builder } from './builder.ts';
import { ChatRoom } from './chat-room-ref.ts';
import { toStretch } from './cursors.ts';
import { loadTimeline } from './loaders.ts';
import { Message } from './message.ts';

const defaultSize = 50;

builder.objectField(ChatRoom, 'messages', (t) =>
  t.connection(
    {
      type: Message,
      description: `The timeline, oldest first. Without a size: the newest ${defaultSize}, or the ${defaultSize} after \`after\`.`,
      directives: {
        federation__listSize: {
          assumedSize: defaultSize,
          slicingArguments: ['first', 'last'],
          sizedFields: ['edges'],
          requireOneSlicingArgument: false,
        },
      },
      resolve: async ({ id, lastSeq }, args, context) => {
        const page = toPage(sized(args));
        const messages = (await loadTimeline(context, id, toStretch(page, lastSeq))) ?? [];
        return toConnection(
          messages,
          page,
          ({ seq }) => String(seq),
          (message) => message,
        );
      },
    },
    { name: 'ChatRoomMessagesConnection', description: 'A stretch of the timeline of a room.' },
    { name: 'ChatRoomMessagesConnectionEdge', description: 'A message in the timeline of a room.' },
  ),
);

/** Who opens a room wants its end; who names a cursor reads on from there. */
function sized(args: PageArguments): PageArguments {
  if (args.first != null || args.last != null) return args;
  return args.after == null ? { ...args, last: defaultSize } : { ...args, first: defaultSize };
}
