import { noRecords, type RecordGroup } from './answer.ts'
import type { ServiceInstance } from './catalog.ts'
import { DomainName } from './domain-name.ts'
import { hexOf, parseIp } from './ip-address.ts'
import { type RecordData, type ResourceRecord, recordType } from './message.ts'
import { metaTxtRecords } from './meta-txt.ts'
import { srvWeight } from './service-health.ts'

export interface ServiceRecordOptions {
  /** Owner of the records: the question's own name. */
  readonly owner: DomainName
  readonly ttl: number
  readonly datacenter: string
  /** Targets are names below it. */
  readonly domain: DomainName
  readonly nodeMetaTxt: boolean
}

/** Where an instance is: an address, or a name that has one. */
type Endpoint =
  | { readonly kind: 'address'; readonly address: Uint8Array; readonly isOfNode: boolean }
  | { readonly kind: 'host'; readonly host: DomainName }

/** The addresses of a service's instances. */
export interface ServiceAddresses {
  /** One for each different address of the type asked for. */
  readonly addresses: readonly RecordGroup[]
  /** One for each different host name: of all of them a reply may have one, and none beside an address. */
  readonly hosts: readonly { readonly record: ResourceRecord; readonly target: DomainName }[]
}

/** Answers to every question about a service but SRV. ANY and TXT take addresses of both families. */
export function serviceAddresses(
  instances: readonly ServiceInstance[],
  { owner: name, ttl }: ServiceRecordOptions,
  type: number,
): ServiceAddresses {
  const addresses = new Map<string, RecordGroup>()
  const hosts = new Map<string, ServiceAddresses['hosts'][number]>()
  for (const instance of instances) {
    const endpoint = endpointOf(instance, name)
    if (endpoint?.kind === 'host') {
      const { host: target } = endpoint
      hosts.set(target.key, { record: { name, ttl, data: { kind: 'cname', target } }, target })
    } else if (endpoint && answersType(endpoint.address, type)) {
      const { address } = endpoint
      addresses.set(hexOf(address), {
        answers: [{ name, ttl, data: { kind: 'address', address } }],
        extras: noRecords,
      })
    }
  }
  return { addresses: [...addresses.values()], hosts: [...hosts.values()] }
}

export function answersType(address: Uint8Array, type: number): boolean {
  if (type === recordType.ANY || type === recordType.TXT) return true
  return type === (address.length === 4 ? recordType.A : recordType.AAAA)
}

/** One SRV record for each instance, with what leads on from its target. `follow` finds a host's own records. */
export async function serviceSrvGroups(
  instances: readonly ServiceInstance[],
  options: ServiceRecordOptions,
  follow: (host: DomainName) => Promise<readonly ResourceRecord[]>,
): Promise<RecordGroup[]> {
  const { owner: name, ttl, datacenter, domain, nodeMetaTxt } = options
  const groups = new Map<string, RecordGroup>()
  for (const instance of instances) {
    const { Node, Service } = instance
    const key = JSON.stringify([Node.Node, Service.Address, Service.Port])
    const endpoint = endpointOf(instance, name)
    if (groups.has(key) || !endpoint) continue
    const nodeName = nodeNameOf(Node.Node, datacenter, domain)
    const target = targetOf(endpoint, nodeName, options)
    if (!target) continue
    const srv: RecordData = {
      kind: 'srv',
      priority: 1,
      weight: srvWeight(instance),
      port: Service.Port,
      target,
    }
    const leads: readonly ResourceRecord[] =
      endpoint.kind === 'host'
        ? await follow(endpoint.host)
        : [{ name: target, ttl, data: { kind: 'address', address: endpoint.address } }]
    const meta = nodeMetaTxt && nodeName ? metaTxtRecords(Node, nodeName, ttl) : noRecords
    groups.set(key, { answers: [{ name, ttl, data: srv }], extras: [...leads, ...meta] })
  }
  return [...groups.values()]
}

function targetOf(
  endpoint: Endpoint,
  nodeName: DomainName | undefined,
  { datacenter, domain }: ServiceRecordOptions,
): DomainName | undefined {
  if (endpoint.kind === 'host') return endpoint.host
  if (endpoint.isOfNode) return nodeName
  return DomainName.parse(`${hexOf(endpoint.address)}.addr.${datacenter}`)?.above(domain)
}

/** `<node>.node.<datacenter>.<domain>` */
export function nodeNameOf(node: string, datacenter: string, domain: DomainName): DomainName | undefined {
  return DomainName.parse(`${node}.node.${datacenter}`)?.above(domain)
}

function endpointOf({ Node, Service }: ServiceInstance, question: DomainName): Endpoint | undefined {
  // An instance that is at the very name that was asked for would lead in a circle.
  const own = Service.Address !== '' && DomainName.parse(Service.Address)?.key !== question.key
  const text = own ? Service.Address : Node.Address
  const address = parseIp(text)
  if (address) return { kind: 'address', address, isOfNode: !own }
  const host = DomainName.parse(text)
  return host && { kind: 'host', host }
}
