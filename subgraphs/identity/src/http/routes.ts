import type { Route } from '@moim/kit/server/route.ts';
import type { IdentitySettings } from '../settings.ts';
import { appsRoute } from './apps.ts';
import { keysRoute } from './keys.ts';
import { logInRoute } from './log-in.ts';
import { logOutRoute } from './log-out.ts';
import { refreshRoute } from './refresh.ts';
import { sessionsRoute } from './sessions.ts';
import { signUpRoute } from './sign-up.ts';
import { tokenRoute } from './token.ts';

export const routes = (settings: IdentitySettings): readonly Route[] => [
  signUpRoute(settings),
  logInRoute(settings),
  refreshRoute(settings),
  logOutRoute(settings),
  keysRoute,
  sessionsRoute,
  tokenRoute(settings),
  appsRoute,
];
