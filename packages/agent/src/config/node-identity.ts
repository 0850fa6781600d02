import { quote } from '@consul-ts/wire'
import { type SettingsOf, text, textMap, unbuilt } from './key.ts'
import { metadataProblem } from './metadata.ts'
import { invalid, type Problems } from './problems.ts'

export const nodeIdentityKeys = {
  node_name: text(),
  node_id: text(''),
  disable_host_node_id: unbuilt(true),
  node_meta: textMap,
  datacenter: text('dc1'),
  primary_datacenter: text(''),
  domain: text('consul.'),
  alt_domain: text(''),
  segment: text(''),
  segments: unbuilt(),
} as const

export interface NodeIdentity {
  readonly name: string
  /** A UUID; without one the agent keeps a random one in its data directory. */
  readonly id: string | undefined
  /** As configured: what the agent itself adds is not here. */
  readonly meta: Readonly<Record<string, string>>
  readonly datacenter: string
  /** DNS names end in it; with its final dot. */
  readonly domain: string
  readonly altDomain: string | undefined
}

/** @param hostName for a node without a name */
export function nodeIdentity(
  settings: SettingsOf<typeof nodeIdentityKeys>,
  hostName: string,
  problems: Problems,
): NodeIdentity {
  const datacenter = settings.datacenter.toLowerCase()
  const primary = settings.primary_datacenter.toLowerCase()
  const name = settings.node_name || hostName
  const identity: NodeIdentity = {
    name,
    id: settings.node_id === '' ? undefined : settings.node_id.toLowerCase(),
    meta: settings.node_meta,
    datacenter,
    domain: qualified(settings.domain || 'consul.'),
    altDomain: settings.alt_domain === '' ? undefined : qualified(settings.alt_domain),
  }
  validateDatacenter('datacenter', datacenter)
  if (primary !== '') validateDatacenter('primary_datacenter', primary)
  if (primary !== '' && primary !== datacenter) throw invalid('not supported yet: primary_datacenter')
  if (settings.segment !== '') throw invalid('Network segments are not supported in this version of Consul')
  validateDomain('domain', identity.domain)
  if (identity.altDomain !== undefined) validateDomain('alt_domain', identity.altDomain)
  validateId(identity.id)
  const metaProblem = metadataProblem(identity.meta)
  if (metaProblem !== undefined) throw invalid(`node_meta invalid: ${metaProblem}`)
  warnOfName(name, problems)
  return identity
}

function qualified(domain: string): string {
  const lower = domain.toLowerCase()
  return lower.endsWith('.') ? lower : `${lower}.`
}

function validateDatacenter(key: string, datacenter: string): void {
  if (datacenter === '') throw invalid(`${key} cannot be empty`)
  if (!/^[a-z0-9_-]+$/.test(datacenter)) {
    throw invalid(`${key} cannot be ${quote(datacenter)}. Please use only [a-z0-9-_]`)
  }
}

function validateDomain(key: string, domain: string): void {
  if (!/^(?:[a-z0-9_-]{1,63}\.)+$/.test(domain) || domain.length > 254) {
    throw invalid(`${key} cannot be ${quote(domain)}. Please use only [a-z0-9-_] between dots`)
  }
}

function validateId(id: string | undefined): void {
  const wrong = (reason: string): Error =>
    invalid(`failed to setup node ID: specified NodeID is invalid: ${reason}`)
  if (id === undefined) return
  if (id.length !== 36) throw wrong('uuid string is wrong length')
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw wrong('uuid is improperly formatted')
}

const labelLengthMax = 63

function warnOfName(name: string, problems: Problems): void {
  const reason = !/^[a-zA-Z0-9-]+$/.test(name)
    ? 'invalid characters. Valid characters include all alpha-numerics and dashes.'
    : name.length > labelLengthMax
      ? `it being too long. Valid lengths are between 1 and ${labelLengthMax} bytes.`
      : undefined
  if (reason !== undefined) {
    problems.warn(`Node name ${quote(name)} will not be discoverable via DNS due to ${reason}`)
  }
}
