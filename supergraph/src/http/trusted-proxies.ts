import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { StartupError } from '@moim/kit/config/startup-error.ts';

/** Where a request comes from, as far as we believe it. */
export interface ClientOrigin {
  /** An IP address. */
  readonly address: string;
  readonly protocol: 'http' | 'https';
}

type Headed = Pick<IncomingMessage, 'headers' | 'socket'>;

/**
 * Proxies whose word about their clients counts. From everybody else `X-Forwarded-For`,
 * `X-Forwarded-Proto` and `Forwarded` are a client's own invention.
 */
export class TrustedProxies {
  readonly #trusted = new BlockList();
  #isEmpty = true;
  /** A connection has one other end. */
  readonly #ends = new WeakMap<object, string>();
  #onStranger: ((address: string) => void) | null;

  /**
   * @param ranges - addresses and CIDRs, IPv4 or IPv6
   * @param onStranger - told once of an address that speaks of clients and is not believed: whoever is behind it is one
   *   client to us
   * @throws {StartupError} naming one that is neither
   */
  constructor(ranges: readonly string[] = [], onStranger: ((address: string) => void) | null = null) {
    this.#onStranger = onStranger;
    for (const range of ranges) this.#add(range.trim());
  }

  /** The nearest address that is no proxy of ours; what stands before it may be forged. */
  clientOf({ headers, socket }: Headed): ClientOrigin {
    let address = this.endOf(socket);
    if (!this.#isTrusted(address)) {
      if (this.#onStranger) this.#noteStranger(address, headers);
      return { address, protocol: 'http' };
    }
    for (const hop of forwardedFor(headers).toReversed()) {
      const named = plainAddress(hop);
      if (named === null) break;
      address = named;
      if (!this.#isTrusted(address)) break;
    }
    return { address, protocol: forwardedProtocol(headers) };
  }

  /** Whether a connection's other end is a proxy whose word counts. */
  isProxy(socket: Headed['socket']): boolean {
    return !this.#isEmpty && this.#isTrusted(this.endOf(socket));
  }

  #noteStranger(address: string, headers: IncomingMessage['headers']): void {
    if (headers['x-forwarded-for'] === undefined && headers.forwarded === undefined) return;
    this.#onStranger?.(address);
    this.#onStranger = null;
  }

  /** The address of a connection's other end, whoever that is; empty when it is gone. */
  endOf(socket: Headed['socket']): string {
    const known = this.#ends.get(socket);
    if (known !== undefined) return known;
    const address = plainAddress(socket.remoteAddress ?? '') ?? '';
    if (address !== '') this.#ends.set(socket, address);
    return address;
  }

  #add(range: string): void {
    const [address = '', bits] = range.split('/');
    const version = isIP(address);
    const length = bits === undefined ? (version === 6 ? 128 : 32) : Number(bits);
    const isLength = Number.isInteger(length) && length >= 0 && length <= (version === 6 ? 128 : 32);
    if (version === 0 || !isLength)
      throw new StartupError(`TRUSTED_PROXIES has "${range}", which is no address and no CIDR.`);
    this.#isEmpty = false;
    this.#trusted.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  }

  #isTrusted(address: string): boolean {
    if (this.#isEmpty) return false;
    const version = isIP(address);
    return version !== 0 && this.#trusted.check(address, version === 6 ? 'ipv6' : 'ipv4');
  }
}

/** RFC 7239 where the older headers are absent; the last hop is the last one. */
function forwardedFor(headers: IncomingMessage['headers']): string[] {
  const listed = text(headers['x-forwarded-for']);
  if (listed !== '') return listed.split(',');
  return forwardedElements(headers).flatMap((element) => element.get('for') ?? []);
}

function forwardedProtocol(headers: IncomingMessage['headers']): 'http' | 'https' {
  const named = text(headers['x-forwarded-proto']) || (forwardedElements(headers).at(-1)?.get('proto') ?? '');
  return named.split(',').at(-1)?.trim().toLowerCase() === 'https' ? 'https' : 'http';
}

const forwardedElements = ({ forwarded }: IncomingMessage['headers']): Map<string, string>[] =>
  (forwarded ?? '')
    .split(',')
    .map((element) => new Map(element.split(';').map((pair) => parsePair(pair.trim()))));

function parsePair(pair: string): [string, string] {
  const [name = '', value = ''] = pair.split(/=(.*)/s, 2);
  return [name.toLowerCase(), value.replace(/^"(.*)"$/, '$1')];
}

const text = (value: string | string[] | undefined): string => [value ?? []].flat().join(',');

/** Without port, brackets and the prefix of an IPv4 address in IPv6; null for what is none. */
function plainAddress(written: string): string | null {
  const trimmed = written.trim().replace(/^::ffff:(?=\d+\.)/i, '');
  const bare = /^\[([^\]]+)\](:\d+)?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1');
  return isIP(bare) === 0 ? null : bare;
}
