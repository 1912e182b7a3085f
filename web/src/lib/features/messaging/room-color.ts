/** White text on each has a contrast of at least 4.5 to 1. */
const colors = ['#2F5DA8', '#1B6D3A', '#8440A8', '#A3420F', '#00658E', '#A62E74', '#006A60', '#5B4FC4'];

/** Rooms and groups have no colour of their own; the same one always looks the same. */
export function roomColor(id: string): string {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 65_521;
  return colors[sum % colors.length] ?? '#2F5DA8';
}
