import { type DomainName, labelText } from './domain-name.ts'
import { parseHex } from './ip-address.ts'
import { recordType } from './message.ts'

/** What a name below our domain asks for. */
export type Lookup =
  | {
      readonly kind: 'service'
      readonly service: string
      readonly tag?: string | undefined
      readonly datacenter: string
    }
  | { readonly kind: 'node'; readonly node: string; readonly datacenter: string }
  /** The address is in the name itself. */
  | { readonly kind: 'address'; readonly address: Uint8Array }
  /** A name that exists but has nothing to it. */
  | { readonly kind: 'empty' }
  /** No such name. */
  | { readonly kind: 'none' }

const none: Lookup = { kind: 'none' }

/** Labels that say what the ones on their left are. */
const kinds = new Set(['service', 'node', 'addr', 'connect', 'ingress', 'query'])

/**
 * Reads the labels in front of our domain: what is asked for, its kind, and perhaps the datacenter. The kind nearest to
 * the domain counts.
 * @param type of the question: only for SRV may "service" be missing behind "_name._protocol"
 */
export function parseLookup(
  labels: readonly string[],
  options: { type: number; datacenter: string },
): Lookup {
  for (let at = labels.length - 1; at >= 0; at--) {
    const label = labelText(labels[at] as string)
    if (kinds.has(label))
      return lookupOf(label, labels.slice(0, at), labels.slice(at + 1), options.datacenter)
    if (options.type === recordType.SRV && label.startsWith('_')) {
      return lookupOf('service', labels.slice(0, at + 1), labels.slice(at + 1), options.datacenter)
    }
  }
  return none
}

function lookupOf(
  kind: string,
  labels: readonly string[],
  suffix: readonly string[],
  ownDatacenter: string,
): Lookup {
  const parts = labels.map(labelText)
  const last = parts.at(-1)
  const datacenter = datacenterOf(suffix.map(labelText), ownDatacenter)
  if (last === undefined || datacenter === undefined) return none
  switch (kind) {
    case 'node':
      return { kind: 'node', node: parts.join('.'), datacenter }
    case 'service':
      return serviceLookup(parts, datacenter)
    case 'addr':
      return parts.length === 1 ? addressLookup(last) : none
    default:
      // Mesh endpoints, gateways and prepared queries: there are none.
      return none
  }
}

/** The datacenter that the labels behind the kind name: none, `dc1`, or `dc1.dc`; undefined for anything else. */
function datacenterOf(suffix: readonly string[], ownDatacenter: string): string | undefined {
  const [datacenter, kind] = suffix
  if (datacenter === undefined) return ownDatacenter
  if (suffix.length === 1 || (suffix.length === 2 && kind === 'dc')) return datacenter
  return undefined
}

function serviceLookup(parts: readonly string[], datacenter: string): Lookup {
  const [first = '', second = ''] = parts
  // RFC 2782: "_tcp" is no tag but the protocol that everything here speaks.
  if (parts.length === 2 && first.startsWith('_') && second.startsWith('_')) {
    const tag = second.slice(1)
    return { kind: 'service', service: first.slice(1), tag: tag === 'tcp' ? undefined : tag, datacenter }
  }
  const tag = parts.length > 1 ? parts.slice(0, -1).join('.') : undefined
  return { kind: 'service', service: parts.at(-1) as string, tag, datacenter }
}

/** Digits of the right number that are none have no name; another number of them has one, without any record. */
function addressLookup(digits: string): Lookup {
  if (digits.length !== 8 && digits.length !== 32) return { kind: 'empty' }
  const address = parseHex(digits)
  return address ? { kind: 'address', address } : none
}

/** The labels in front of whichever of `domains` the name is below, or equal to. */
export function labelsInside(
  name: DomainName,
  domains: readonly DomainName[],
): readonly string[] | undefined {
  for (const domain of domains) {
    const labels = name.labelsAbove(domain)
    if (labels) return labels
  }
  return undefined
}
