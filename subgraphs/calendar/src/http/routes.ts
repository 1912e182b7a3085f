import { NotFoundError, UnauthenticatedError } from '@moim/kit/errors/domain-error.ts';
import type { Route, RouteRequest } from '@moim/kit/server/route.ts';
import { exportCalendar, readFeed } from '../actions/export-calendar.ts';
import { importCalendar } from '../actions/import-calendar.ts';

/** @throws {UnauthenticatedError} */
function viewerOf({ identity }: RouteRequest) {
  if (!identity.viewer) throw new UnauthenticatedError();
  return identity.viewer;
}

/** @throws {NotFoundError} when the path has no such part */
function param({ params }: RouteRequest, name: string): string {
  const value = params[name];
  if (value === undefined) throw new NotFoundError();
  return value;
}

const icsResponse = (text: string, disposition: string): Response =>
  new Response(text, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': disposition,
      'cache-control': 'private, no-store',
    },
  });

export const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/calendar/calendars/:id/import',
    auth: 'viewer',
    handle: async (request) => {
      const input = { calendarId: param(request, 'id'), ics: await request.request.text() };
      return Response.json(await importCalendar(request.services, viewerOf(request), input));
    },
  },
  {
    method: 'GET',
    path: '/calendar/calendars/:id/export.ics',
    auth: 'viewer',
    handle: async (request) =>
      icsResponse(
        await exportCalendar(request.services, viewerOf(request), param(request, 'id')),
        'attachment; filename="calendar.ics"',
      ),
  },
  {
    // The signature stands for the member's session: calendar programs send nothing else.
    method: 'GET',
    path: '/calendar/feeds/:id/:memberId/:signature.ics',
    auth: 'signed-url',
    handle: async (request) =>
      icsResponse(
        await readFeed(request.services, {
          id: param(request, 'id'),
          memberId: param(request, 'memberId'),
          signature: param(request, 'signature'),
        }),
        'inline',
      ),
  },
];
