/** What tabs of one browser tell each other about the session they share. */
export type TabMessage =
  { readonly type: 'token'; readonly token: string } | { readonly type: 'signed-out' | 'signed-in' };

const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('moim.session');

export function tellOtherTabs(message: TabMessage): void {
  channel?.postMessage(message);
}

export function onOtherTab(listener: (message: TabMessage) => void): void {
  // Same origin and our own channel name: only our own tabs can speak here.
  channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => listener(data));
}
