import { isIPv4, isIPv6 } from 'node:net';
import type { Request } from 'express';

/** Where a request comes from, for counting: the address that the trusted proxies name; of IPv6 the /64, since one household has all of it. */
export const addressOf = (request: Request): string => networkOf(request.ip ?? '');

export function networkOf(address: string): string {
  const [bare = ''] = address.split('%', 1);
  if (!isIPv6(bare)) return bare;
  const groups = groupsOf(bare);
  const [last = 0, beforeLast = 0] = groups.toReversed();
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [beforeLast >> 8, beforeLast & 255, last >> 8, last & 255].join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): number[] {
  const [head = [], tail] = address.split('::').map((part) => part.split(':').filter(Boolean).flatMap(numbersOf));
  if (!tail) return head;
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** A group, or the two that the dotted end of an address stands for. */
function numbersOf(group: string): number[] {
  if (!isIPv4(group)) return [Number.parseInt(group, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}
