/** White text on each has a contrast of at least 4.5 to 1 (WCAG 2.2 AA). */
export const avatarColors = [
  '#B3261E',
  '#A3420F',
  '#8A5000',
  '#6B5F00',
  '#3F6900',
  '#1B6D3A',
  '#006A60',
  '#00658E',
  '#2F5DA8',
  '#5B4FC4',
  '#8440A8',
  '#A62E74',
] as const;

/** Spreads members over the palette; the same member always gets the same colour. */
export function avatarColorOf(memberId: string): string {
  let hash = 0;
  for (const character of memberId) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return avatarColors[hash % avatarColors.length] ?? avatarColors[0];
}
