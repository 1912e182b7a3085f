import Blocks from '@lucide/svelte/icons/blocks';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import CircleParking from '@lucide/svelte/icons/circle-parking';
import Code from '@lucide/svelte/icons/code-xml';
import Headset from '@lucide/svelte/icons/headset';
import House from '@lucide/svelte/icons/house';
import Inbox from '@lucide/svelte/icons/inbox';
import Luggage from '@lucide/svelte/icons/luggage';
import MailWarning from '@lucide/svelte/icons/mail-warning';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import Settings from '@lucide/svelte/icons/settings';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Users from '@lucide/svelte/icons/users';
import Wallet from '@lucide/svelte/icons/wallet';
import type { Role } from '#lib/graphql/generated/graphql.ts';
import { m } from '#lib/paraglide/messages.js';

export interface Place {
  readonly href: string;
  readonly label: () => string;
  readonly icon: typeof House;
  /** In the bar of a phone; the others are behind "More". */
  readonly isInBar?: boolean;
  /** Only for these; absent: for everybody. */
  readonly roles?: readonly Role[];
}

/** Everything that one can go to, in the order of the rail. One without a page is not shown. */
export const places: readonly Place[] = [
  { href: '/', label: m.place_today, icon: House, isInBar: true },
  { href: '/calendar', label: m.place_calendar, icon: CalendarDays, isInBar: true },
  { href: '/chat', label: m.chat, icon: MessageCircle, isInBar: true },
  { href: '/inbox', label: m.place_inbox, icon: Inbox, isInBar: true },
  { href: '/travel', label: m.place_travel, icon: Luggage },
  { href: '/cover', label: m.place_cover, icon: ShieldCheck },
  { href: '/parking', label: m.place_parking, icon: CircleParking },
  { href: '/groups', label: m.groups, icon: Users },
  { href: '/wallet', label: m.place_wallet, icon: Wallet },
  { href: '/cx', label: m.place_cx, icon: Headset, roles: ['CX'] },
  { href: '/admin/dead-letters', label: m.place_operations, icon: MailWarning, roles: ['OPERATOR'] },
  { href: '/admin/apps', label: m.place_apps, icon: Blocks, roles: ['ADMIN'] },
  { href: '/explorer', label: m.explorer, icon: Code },
  { href: '/settings', label: m.settings, icon: Settings },
];

/** `roles` is null while identity is away. */
export function isOpenTo(place: Place, roles: readonly Role[] | null): boolean {
  return place.roles?.some((role) => roles?.includes(role)) ?? true;
}

/** Whether the page at `pathname` belongs to this place. */
export function isPlaceOf(href: string, pathname: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}
