import { isIP, isIPv4 } from 'node:net'
import type { HostAddress } from '../ports/host.ts'

/** A network: the addresses whose first `prefixLength` bits are those of `bits`. */
export interface Cidr {
  readonly family: 4 | 6
  readonly bits: bigint
  readonly prefixLength: number
}

/** "10.0.0.0/8", "::1/128"; undefined for anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', length = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? []
  const parsed = addressBits(address)
  const prefixLength = Number(length)
  if (!parsed || length === '' || prefixLength > width(parsed.family)) return undefined
  return { ...parsed, prefixLength }
}

/** IPv4 addresses that came in through an IPv6 socket count as IPv4. */
export function cidrContains({ family, bits, prefixLength }: Cidr, address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)
  const parsed = addressBits(mapped?.[1] ?? address)
  if (parsed?.family !== family) return false
  const ignored = BigInt(width(family) - prefixLength)
  return parsed.bits >> ignored === bits >> ignored
}

function width(family: 4 | 6): number {
  return family === 4 ? 32 : 128
}

function addressBits(address: string): { readonly family: 4 | 6; readonly bits: bigint } | undefined {
  switch (isIP(address)) {
    case 4:
      return { family: 4, bits: joined(address.split('.'), 10, 8n) }
    case 6:
      return address.includes('%') ? undefined : { family: 6, bits: joined(groupsOf(address), 16, 16n) }
    default:
      return undefined
  }
}

function joined(parts: readonly string[], radix: number, bitsEach: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bitsEach) | BigInt(Number.parseInt(part, radix)), 0n)
}

/** The eight groups of an IPv6 address, written out. */
function groupsOf(address: string): string[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const hex = (high: string | undefined, low: string | undefined): string =>
    (Number(high) * 256 + Number(low)).toString(16)
  const plain = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address
  const [head = '', tail] = plain.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  return [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after]
}

export function isAnyAddress(address: string): boolean {
  return address === '0.0.0.0' || address === '::' || address === '[::]'
}

/** Parsed when first asked for: most agents are told their address, and start the sooner. */
function networks(...texts: readonly string[]): () => readonly Cidr[] {
  let parsed: readonly Cidr[] | undefined
  return () => {
    parsed ??= texts.map((text) => parseCidr(text) as Cidr)
    return parsed
  }
}

const organisations = networks('10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7')

/** Reserved for single hosts or links, for documentation, for measurements: nothing there is reached from elsewhere. */
const unroutable = networks(
  ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['::/127', 'fe80::/10', '2001:db8::/32', 'ff00::/8'],
)

/** Of a network of one's own. */
export function isPrivate(address: string): boolean {
  return organisations().some((network) => cidrContains(network, address))
}

/** Whether a router would pass packets on to it. */
export function isForwardable(address: string): boolean {
  return !unroutable().some((network) => cidrContains(network, address))
}

/** What may be told to peers when the agent listens on all IPv4 addresses: not the world's, not this host's only. */
export function isAdvertisableIpv4({ address, isLoopback }: HostAddress): boolean {
  return isIPv4(address) && !isLoopback && (isPrivate(address) || !isForwardable(address))
}

const globalUnicast = networks('2000::/3')

/** The same where it listens on all IPv6 addresses. */
export function isAdvertisableIpv6({ address }: HostAddress): boolean {
  return globalUnicast().some((network) => cidrContains(network, address))
}
