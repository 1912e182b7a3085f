const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const page = `/(?:calendar/events|travel|cover|parking)/${id}(?![\\w/-])`;
const onlyLinks = new RegExp(`^(?:${page}\\s*)+$`, 'i');

/** Addresses of this installation's own things as paths, so that they are links of ours wherever it is opened. */
export function withOwnLinks(text: string, origin: string): string {
  return text.replaceAll(new RegExp(`${origin.replaceAll('.', '\\.')}(?=${page})`, 'gi'), '');
}

/** True for a text that its cards say better. */
export const isOnlyOwnLinks = (text: string): boolean => onlyLinks.test(text.trim());
