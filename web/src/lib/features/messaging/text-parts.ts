interface TextPart {
  readonly text: string;
  /** Set when the part is an address that may be opened. */
  readonly href: string | null;
}

const webAddress =
  /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}]|(?<![^\s(])\/(?:calendar\/events|travel|cover|parking)\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\w/-])/gi;

/** Cuts a message into plain text and web addresses; nothing else of it becomes markup. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: address, index } of text.matchAll(webAddress)) {
    if (index > end) parts.push({ text: text.slice(end, index), href: null });
    parts.push({ text: address, href: address });
    end = index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}
