/**
 * What one household or office has of an address: all of IPv4, and of IPv6 the network of 64 bits, in which a client may
 * take any address that it likes.
 *
 * @param address - IPv4, or IPv6 without a zone
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail ?? '')];
  const missing = tail === undefined ? 0 : 8 - first.length - last.length;
  const all = [...first, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...last];
  return `${all.slice(0, 4).map(withoutZeros).join(':')}::/64`;
}

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':').flatMap(asGroups));

/** The last 32 bits may be written as an address of IPv4. */
const asGroups = (group: string): string[] => (group.includes('.') ? ['0', '0'] : [group]);

const withoutZeros = (group: string): string => group.replace(/^0+(?=.)/, '');
