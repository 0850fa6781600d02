import { isIPv4, isIPv6 } from 'node:net'

/** An address's 4 or 16 bytes; undefined for anything else. A mapped IPv4 address counts as IPv4. */
export function parseIp(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return Uint8Array.from(text.split('.'), Number)
  if (!isIPv6(text) || text.includes('%')) return undefined
  const bytes = parseIpv6(text)
  return isMapped(bytes) ? bytes.subarray(12) : bytes
}

function parseIpv6(text: string): Uint8Array {
  const [left = '', right] = text.split('::')
  const front = groupsOf(left)
  const back = right === undefined ? [] : groupsOf(right)
  const zeros = new Array<number>(16 - front.length - back.length).fill(0)
  return Uint8Array.from([...front, ...zeros, ...back])
}

/** Bytes of colon-separated groups, of which the last may be an IPv4 address. */
function groupsOf(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number)
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 0xff]
  })
}

function isMapped(bytes: Uint8Array): boolean {
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return false
  return bytes[10] === 0xff && bytes[11] === 0xff
}

/** Text as Go and RFC 5952 write it: lower case, the longest run of two or more zero groups as "::". */
export function formatIp(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups: number[] = []
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[i] as number) << 8) | (bytes[i + 1] as number))
  let best = { start: 0, length: 1 }
  for (let start = 0; start < 8; start++) {
    let length = 0
    while (groups[start + length] === 0) length++
    if (length > best.length) best = { start, length }
  }
  const hex = groups.map((group) => group.toString(16))
  if (best.length === 1) return hex.join(':')
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`
}

/** Lower-case hexadecimal digits of an address: the first label of its name below `addr`. */
export function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return hex
}

/** The address that 8 or 32 hexadecimal digits stand for. */
export function parseHex(digits: string): Uint8Array | undefined {
  if ((digits.length !== 8 && digits.length !== 32) || !/^[0-9a-f]+$/i.test(digits)) return undefined
  const bytes = new Uint8Array(digits.length / 2)
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** The address of a name below in-addr.arpa, from its four labels there. */
export function parseReverseIpv4(labels: readonly string[]): Uint8Array | undefined {
  const text = labels.toReversed().join('.')
  return isIPv4(text) ? parseIp(text) : undefined
}

/** The address of a name below ip6.arpa, from its 32 labels there. */
export function parseReverseIpv6(labels: readonly string[]): Uint8Array | undefined {
  if (labels.length !== 32 || labels.some((label) => label.length !== 1)) return undefined
  return parseHex(labels.toReversed().join(''))
}
