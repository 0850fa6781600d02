import { isIP, isIPv6 } from 'node:net'
import type { HostAddress } from '../ports/host.ts'
import { resolveTemplate } from './address-template.ts'
import { isAdvertisableIpv4, isAdvertisableIpv6, isAnyAddress } from './ip.ts'
import { bool, int, type SettingsOf, section, text, unbuilt } from './key.ts'
import { invalid, type Problems } from './problems.ts'

export const addressKeys = {
  bind_addr: text('0.0.0.0'),
  client_addr: text('127.0.0.1'),
  advertise_addr: text(''),
  advertise_addr_ipv4: text(''),
  advertise_addr_ipv6: text(''),
  advertise_addr_wan: text(''),
  advertise_addr_wan_ipv4: text(''),
  advertise_addr_wan_ipv6: text(''),
  serf_lan: text(''),
  serf_wan: text(''),
  translate_wan_addrs: bool(false),
  addresses: section({
    dns: text(),
    http: text(),
    https: unbuilt(''),
    grpc: unbuilt(''),
    grpc_tls: unbuilt(''),
  }),
  ports: section({
    dns: int(8600),
    http: int(8500),
    https: unbuilt(-1, 0),
    grpc: unbuilt(-1, 0),
    grpc_tls: unbuilt(-1, 0),
    server: int(8300),
    serf_lan: int(8301),
    serf_wan: int(8302),
    sidecar_min_port: unbuilt(21000),
    sidecar_max_port: unbuilt(21255),
    expose_min_port: unbuilt(21500),
    expose_max_port: unbuilt(21755),
  }),
} as const

/** −1 is off; 0, which only a program can ask for, is any free port. */
export interface Ports {
  readonly dns: number
  readonly http: number
  readonly server: number
  readonly serfLan: number
  readonly serfWan: number
}

export interface Addresses {
  /** Where peers connect to. */
  readonly bind: string
  readonly serfLan: string
  readonly serfWan: string
  /** What peers in the same and in other datacenters are told. */
  readonly advertise: { readonly lan: string; readonly wan: string }
  /** By network and family: `lan`, `lan_ipv4`, `wan`, `wan_ipv6`, … */
  readonly tagged: Readonly<Record<string, string>>
  /** Where clients connect to. */
  readonly client: readonly string[]
  readonly dns: readonly string[]
  readonly http: readonly string[]
  readonly ports: Ports
  readonly translateWan: boolean
}

type AddressSettings = SettingsOf<typeof addressKeys>

/** What is told to peers of one network: the address itself, and those of a family. */
interface Advertised {
  readonly any: string | undefined
  readonly v4: string | undefined
  readonly v6: string | undefined
}

export function agentAddresses(
  settings: AddressSettings,
  interfaces: readonly HostAddress[],
  problems: Problems,
): Addresses {
  const read = new AddressReader(interfaces, problems)
  const bind = read.bind(settings.bind_addr)
  const client = read.many('client_addr', settings.client_addr)
  const { addresses } = settings
  const dns = addresses.dns === undefined ? client : read.many('addresses.dns', addresses.dns)
  const http = addresses.http === undefined ? client : read.many('addresses.http', addresses.http)
  const serfLan = read.one('serf_lan', settings.serf_lan) ?? bind
  const serfWan = read.one('serf_wan', settings.serf_wan) ?? bind
  const advertised = (network: 'advertise_addr' | 'advertise_addr_wan'): Advertised => ({
    any: read.one(network, settings[network]),
    v4: read.one(`${network}_ipv4`, settings[`${network}_ipv4`], 4),
    v6: read.one(`${network}_ipv6`, settings[`${network}_ipv6`], 6),
  })
  const lan = advertised('advertise_addr')
  const wan = advertised('advertise_addr_wan')
  const ports = readPorts(settings.ports, problems)
  problems.throwIfAny()
  if (bind === '') throw invalid('bind_addr cannot be empty')
  const lanAddress = lan.any ?? lan.v4 ?? lan.v6 ?? addressOfMachine(bind, interfaces)
  const wanAddress = wan.any ?? wan.v4 ?? wan.v6 ?? lanAddress
  if (isAnyAddress(lanAddress)) throw invalid('Advertise address cannot be 0.0.0.0, :: or [::]')
  if (isAnyAddress(wanAddress)) throw invalid('Advertise WAN address cannot be 0.0.0.0, :: or [::]')
  const resolved: Addresses = {
    bind,
    serfLan,
    serfWan,
    advertise: { lan: lanAddress, wan: wanAddress },
    tagged: taggedAddresses({ lan: { ...lan, any: lanAddress }, wan: { ...wan, any: wanAddress } }),
    client,
    dns,
    http,
    ports,
    translateWan: settings.translate_wan_addrs,
  }
  refuseClashes(resolved)
  return resolved
}

/** Reads address values; a wrong one is a fault and reads as empty. */
class AddressReader {
  readonly #interfaces: readonly HostAddress[]
  readonly #problems: Problems

  constructor(interfaces: readonly HostAddress[], problems: Problems) {
    this.#interfaces = interfaces
    this.#problems = problems
  }

  /** The address to listen on. Of one that is none the reference only says that there is none. */
  bind(written: string): string {
    const [address = '', another] = this.#words('bind_addr', written)
    if (another !== undefined) {
      throw invalid(`bind_addr cannot contain multiple addresses. Use 'addresses.{dns,http,https}' instead.`)
    }
    if (address.startsWith('unix://')) throw invalid('bind_addr cannot be a unix socket')
    return isIP(address) > 0 ? address : ''
  }

  /** Undefined where nothing is set. */
  one(key: string, written: string, family?: 4 | 6): string | undefined {
    const words = this.#words(key, written)
    const [address] = words
    if (address === undefined) return undefined
    if (words.length > 1) this.#problems.fault(`${key}: multiple addresses found: ${words.join(' ')}`)
    else if (address.startsWith('unix://')) this.#problems.fault(`${key} cannot be a unix socket`)
    else if (isIP(address) === 0) this.#problems.fault(`${key}: invalid ip address: ${address}`)
    else if (family !== undefined && isIP(address) !== family)
      throw invalid(`${key} must be an ipv${family} address`)
    return address
  }

  many(key: string, written: string): readonly string[] {
    return this.#words(key, written).map((address) => {
      if (address.startsWith('unix://')) {
        throw invalid(
          key === 'addresses.http'
            ? `not supported yet: unix socket in ${key}`
            : 'DNS address cannot be a unix socket',
        )
      }
      if (isIP(address) === 0) this.#problems.fault(`${key}: invalid ip address: ${address}`)
      return address
    })
  }

  #words(key: string, written: string): readonly string[] {
    const { text = '', problem } = resolveTemplate(written, this.#interfaces)
    if (problem !== undefined) this.#problems.fault(`${key}: ${problem}`)
    return text.split(' ').filter((word) => word !== '')
  }
}

function readPorts(written: AddressSettings['ports'], problems: Problems): Ports {
  const port = (key: keyof AddressSettings['ports']): number => {
    const value = written[key] as number
    if (value > 65_535) problems.fault(`ports.${key}: invalid port: ${value}`)
    return Math.max(value, -1)
  }
  return {
    dns: port('dns'),
    http: port('http'),
    server: port('server'),
    serfLan: port('serf_lan'),
    serfWan: port('serf_wan'),
  }
}

/** What to tell peers where the agent listens everywhere: the one address that they may be able to reach. */
function addressOfMachine(bind: string, interfaces: readonly HostAddress[]): string {
  if (!isAnyAddress(bind)) return bind
  const isIpv4 = bind === '0.0.0.0'
  const kind = isIpv4 ? 'private IPv4' : 'public IPv6'
  const [found, another] = interfaces.filter(isIpv4 ? isAdvertisableIpv4 : isAdvertisableIpv6)
  if (found === undefined) throw invalid(`No ${kind} address found`)
  if (another !== undefined) {
    throw invalid(`Multiple ${kind} addresses found. Please configure one with 'bind' and/or 'advertise'.`)
  }
  return found.address
}

function taggedAddresses(
  networks: Readonly<Record<'lan' | 'wan', Advertised>>,
): Readonly<Record<string, string>> {
  const tagged: Record<string, string> = {}
  for (const network of ['lan', 'wan'] as const) {
    const { any = '', v4, v6 } = networks[network]
    tagged[network] = any
    const ipv4 = v4 ?? (isIPv6(any) ? undefined : any)
    const ipv6 = v6 ?? (isIPv6(any) ? any : undefined)
    if (ipv4 !== undefined) tagged[`${network}_ipv4`] = ipv4
    if (ipv6 !== undefined) tagged[`${network}_ipv6`] = ipv6
  }
  return tagged
}

/** Two listeners cannot have one address. Ports that are off, or not yet known, cannot clash. */
function refuseClashes({ dns, http, advertise, ports }: Addresses): void {
  const taken = new Map<string, string>()
  const claim = (name: string, hosts: readonly string[], port: number): void => {
    if (port <= 0) return
    for (const host of hosts) {
      const address = isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`
      const owner = taken.get(address)
      if (owner !== undefined) throw invalid(`${name} address ${address} already configured for ${owner}`)
      taken.set(address, name)
    }
  }
  claim('DNS', dns, ports.dns)
  claim('HTTP', http, ports.http)
  claim('RPC Advertise', [advertise.lan], ports.server)
  claim('Serf Advertise LAN', [advertise.lan], ports.serfLan)
  claim('Serf Advertise WAN', [advertise.wan], ports.serfWan)
}
