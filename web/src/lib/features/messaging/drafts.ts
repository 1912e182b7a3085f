/** What was typed and not sent, by room, kept through navigation and reload. */
export function readDraft(viewerId: string, roomId: string): string {
  return localStorage.getItem(keyOf(viewerId, roomId)) ?? '';
}

export function writeDraft(viewerId: string, roomId: string, text: string): void {
  if (text.trim() === '') localStorage.removeItem(keyOf(viewerId, roomId));
  else localStorage.setItem(keyOf(viewerId, roomId), text);
}

function keyOf(viewerId: string, roomId: string): string {
  return `moim.draft.${viewerId}.${roomId}`;
}
