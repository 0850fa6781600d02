import { isIP } from 'node:net'
import type { ServiceAddress } from '@consul-ts/structs'

type Tagged = Readonly<Record<string, ServiceAddress>>

/**
 * A service's tagged addresses with those that follow from its address, where that is an IP: by network and family.
 * They follow from the address alone, also where an explicit `wan` says otherwise.
 */
export function taggedAddresses(address: string, port: number, explicit: Tagged | null): Tagged | null {
  const version = isIP(address)
  if (version === 0) return explicit
  const derived: ServiceAddress = { Address: address, Port: port }
  return { [`lan_ipv${version}`]: derived, [`wan_ipv${version}`]: derived, ...explicit }
}
