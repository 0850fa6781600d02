import { type Random, shuffle, type WallClock } from '@consul-ts/runtime'
import { type Answer, answerOf, arrangeGroups, groupsOf, noRecords, type RecordGroup } from './answer.ts'
import type { DnsCatalog, Watched } from './catalog.ts'
import { DomainName, labelText } from './domain-name.ts'
import { formatIp, parseIp, parseReverseIpv4, parseReverseIpv6 } from './ip-address.ts'
import { type Lookup, labelsInside, parseLookup } from './lookup.ts'
import { type Question, type ResourceRecord, recordType, responseCode } from './message.ts'
import { metaTxtRecords } from './meta-txt.ts'
import { type DnsOptions, dnsDefaults, serviceTtl } from './options.ts'
import { isServed } from './service-health.ts'
import {
  answersType,
  nodeNameOf,
  type ServiceRecordOptions,
  serviceAddresses,
  serviceSrvGroups,
} from './service-records.ts'

/** Names that lead to names: how many of them are followed for one answer. */
const chainedNamesMax = 3
/** Host names of one service that are followed for one answer. */
const followedHostsMax = 64
const nameServersMax = 3
/** The service that the servers themselves are. */
const serverService = 'consul'

const inAddrArpa = DomainName.parse('in-addr.arpa') as DomainName
const ip6Arpa = DomainName.parse('ip6.arpa') as DomainName

export interface ResolverPorts {
  readonly catalog: DnsCatalog
  readonly random: Random
  readonly wallClock: WallClock
}

type ResolverOptions = Omit<DnsOptions, 'host' | 'port'>

/** Answers questions from the catalog. Rejects when the catalog does. */
export class Resolver {
  readonly #options: Required<Omit<ResolverOptions, 'altDomain'>>
  readonly #ports: ResolverPorts
  readonly #domain: DomainName
  readonly #domains: readonly DomainName[]

  /** @param options `domain` and `altDomain` must be domain names; so the configuration has checked */
  constructor(options: ResolverOptions, ports: ResolverPorts) {
    this.#options = { ...dnsDefaults, ...options }
    this.#ports = ports
    this.#domain = DomainName.parse(this.#options.domain) as DomainName
    this.#domains = options.altDomain
      ? [this.#domain, DomainName.parse(options.altDomain) as DomainName]
      : [this.#domain]
  }

  resolve(question: Question): Promise<Answer> {
    return this.#resolve(question, chainedNamesMax)
  }

  /** @param chainLeft names that may be looked at, this one included */
  async #resolve(question: Question, chainLeft: number): Promise<Answer> {
    const { name, type } = question
    const ipv4Labels = name.labelsAbove(inAddrArpa)
    if (ipv4Labels) return this.#reverse(question, parseReverseIpv4(ipv4Labels))
    const ipv6Labels = name.labelsAbove(ip6Arpa)
    if (ipv6Labels) return this.#reverse(question, parseReverseIpv6(ipv6Labels.map(labelText)))
    const labels = labelsInside(name, this.#domains)
    if (!labels) return refused
    switch (type) {
      case recordType.SOA:
        return this.#authority()
      case recordType.NS:
        return this.#nameServers()
      case recordType.AXFR:
        return notImplemented
    }
    const lookup = parseLookup(labels, { type, datacenter: this.#options.datacenter })
    switch (lookup.kind) {
      case 'service':
        return this.#service(lookup, question, chainLeft)
      case 'node':
        return this.#node(lookup, question, chainLeft)
      case 'address':
        return answerOf({
          groups: groupsOf([
            { name, ttl: this.#options.nodeTtl, data: { kind: 'address', address: lookup.address } },
          ]),
        })
      case 'empty':
        return answerOf({})
      case 'none':
        return this.#nameError()
    }
  }

  async #node(lookup: Lookup & { kind: 'node' }, question: Question, chainLeft: number): Promise<Answer> {
    const { name, type } = question
    if (!nodeTypes.has(type)) return answerOf({})
    const source = await this.#ports.catalog.node({ name: lookup.node, datacenter: lookup.datacenter })
    const node = source.value
    if (!node) return this.#nameError([source])
    const { nodeTtl: ttl, nodeMetaTxt } = this.#options
    const isText = type === recordType.TXT || type === recordType.ANY
    const meta = isText || nodeMetaTxt ? metaTxtRecords(node, name, ttl) : noRecords
    const { records, isFollowed } =
      type === recordType.TXT
        ? { records: noRecords, isFollowed: false }
        : await this.#addressOrHost(node.Address, { name, ttl, type, chainLeft })
    return answerOf({
      groups: groupsOf(isText ? [...records, ...meta] : records),
      additionals: isText ? noRecords : meta,
      sources: isFollowed ? [] : [source],
    })
  }

  /** A node's address, or the host name that stands for it and what that leads to. */
  async #addressOrHost(
    text: string,
    at: { name: DomainName; ttl: number; type: number; chainLeft: number },
  ): Promise<{ records: readonly ResourceRecord[]; isFollowed: boolean }> {
    const { name, ttl, type, chainLeft } = at
    const address = parseIp(text)
    if (address) {
      const record: ResourceRecord = { name, ttl, data: { kind: 'address', address } }
      return { records: answersType(address, type) ? [record] : noRecords, isFollowed: false }
    }
    const target = DomainName.parse(text)
    if (!target) return { records: noRecords, isFollowed: false }
    const followed = await this.#follow(target, chainLeft - 1)
    return {
      records: [{ name, ttl, data: { kind: 'cname', target } }, ...(followed ?? noRecords)],
      isFollowed: followed !== undefined,
    }
  }

  async #service(
    lookup: Lookup & { kind: 'service' },
    { name, type }: Question,
    chainLeft: number,
  ): Promise<Answer> {
    const source = await this.#ports.catalog.serviceInstances(lookup)
    const instances = source.value.filter((instance) => isServed(instance, this.#options))
    if (instances.length === 0) return this.#nameError([source])
    const options: ServiceRecordOptions = {
      owner: name,
      ttl: serviceTtl(this.#options.serviceTtl, lookup.service),
      datacenter: lookup.datacenter,
      domain: this.#domain,
      nodeMetaTxt: this.#options.nodeMetaTxt,
    }
    const common = { isShuffled: true, isUdpLimited: true }
    if (type === recordType.SRV) {
      const hosts = new FollowedHosts((host) => this.#follow(host, chainLeft))
      const groups = await serviceSrvGroups(instances, options, (host) => hosts.recordsOf(host))
      return groups.length === 0
        ? this.#noData([source])
        : answerOf({ ...common, groups, sources: hosts.isAnyOurs ? [] : [source] })
    }
    const { addresses, hosts } = serviceAddresses(instances, options, type)
    if (addresses.length > 0) {
      const { aRecordLimit } = this.#options
      const groupsMax = aRecordLimit > 0 ? aRecordLimit : Number.POSITIVE_INFINITY
      return answerOf({ ...common, groups: addresses, groupsMax, sources: [source] })
    }
    if (hosts.length === 0) return this.#noData([source])
    if (hosts.some(({ target }) => labelsInside(target, this.#domains))) {
      const { record, target } = hosts[this.#ports.random.below(hosts.length)] as (typeof hosts)[number]
      const followed = await this.#follow(target, chainLeft - 1)
      return answerOf({ groups: groupsOf([record, ...(followed ?? noRecords)]) })
    }
    const groups = groupsOf(hosts.map(({ record }) => record))
    return answerOf({ ...common, groups, groupsMax: 1, sources: [source] })
  }

  /** What a name of ours leads to, looked up at once to save the client a question; undefined if it is not ours. */
  async #follow(host: DomainName, chainLeft: number): Promise<readonly ResourceRecord[] | undefined> {
    if (!labelsInside(host, this.#domains)) return undefined
    if (chainLeft === 0) return noRecords
    const answer = await this.#resolve({ name: host, type: recordType.ANY, class: 0 }, chainLeft)
    return arrangeGroups(answer, this.#ports.random).flatMap(({ answers }) => answers)
  }

  /** A node by its address, else a service by an instance's; to whatever type of question. */
  async #reverse({ name, type }: Question, address: Uint8Array | undefined): Promise<Answer> {
    if (!address) return unknownAddress
    const { catalog } = this.#ports
    const { datacenter } = this.#options
    const text = formatIp(address)
    const answer = (target: DomainName, sources: readonly Watched<unknown>[]): Answer => {
      const groups = groupsOf([{ name, ttl: 0, data: { kind: 'ptr', target } }])
      return type === recordType.SOA
        ? answerOf({ groups, authorities: [this.#soa()] })
        : answerOf({ groups, sources })
    }
    const nodes = await catalog.nodesAt(text)
    const [node] = nodes.value
    if (node) {
      const target = nodeNameOf(node.Node, datacenter, this.#domain)
      return target ? answer(target, [nodes]) : unknownAddress
    }
    const services = await catalog.servicesAt(text)
    const [service] = services.value
    const target =
      service === undefined
        ? undefined
        : DomainName.parse(`${service}.service.${datacenter}`)?.above(this.#domain)
    return target ? answer(target, [nodes, services]) : unknownAddress
  }

  async #authority(): Promise<Answer> {
    const { groups } = await this.#serverRecords()
    const servers = shuffle(this.#ports.random, [...groups]).slice(0, nameServersMax)
    return answerOf({
      groups: groupsOf([this.#soa()]),
      authorities: servers.flatMap(({ answers }) => answers),
      additionals: servers.flatMap(({ extras }) => extras),
    })
  }

  async #nameServers(): Promise<Answer> {
    const { groups, source } = await this.#serverRecords()
    return answerOf({ groups, isShuffled: true, groupsMax: nameServersMax, sources: [source] })
  }

  /** An NS record for each healthy server whose name is fit for it, with its address. */
  async #serverRecords(): Promise<{ groups: readonly RecordGroup[]; source: Watched<unknown> }> {
    const { datacenter, nodeTtl: ttl } = this.#options
    const source = await this.#ports.catalog.serviceInstances({ service: serverService, datacenter })
    const groups = source.value.flatMap((instance): RecordGroup[] => {
      if (!isServed(instance, this.#options) || !hostLabel.test(instance.Node.Node)) return []
      const target = nodeNameOf(instance.Node.Node, datacenter, this.#domain)
      if (!target) return []
      const address = parseIp(instance.Node.Address)
      return [
        {
          answers: [{ name: this.#domain, ttl, data: { kind: 'ns', target } }],
          extras: address ? [{ name: target, ttl, data: { kind: 'address', address } }] : noRecords,
        },
      ]
    })
    return { groups, source }
  }

  #nameError(sources: readonly Watched<unknown>[] = []): Answer {
    return answerOf({ responseCode: responseCode.nameError, authorities: [this.#soa()], sources })
  }

  /** The name is there, but not what was asked for. */
  #noData(sources: readonly Watched<unknown>[]): Answer {
    return answerOf({ authorities: [this.#soa()], sources })
  }

  #soa(): ResourceRecord {
    const { refresh, retry, expire, minTtl } = this.#options.soa
    const below = (label: string): DomainName =>
      (DomainName.parse(label) as DomainName).above(this.#domain) ?? this.#domain
    return {
      name: this.#domain,
      ttl: minTtl,
      data: {
        kind: 'soa',
        server: below('ns'),
        mailbox: below('hostmaster'),
        serial: Math.floor(this.#ports.wallClock.unixMs() / 1000),
        refresh,
        retry,
        expire,
        minimum: minTtl,
      },
    }
  }
}

/** Other questions about a node have an empty answer, whether there is such a node or not. */
const nodeTypes: ReadonlySet<number> = new Set([
  recordType.A,
  recordType.AAAA,
  recordType.TXT,
  recordType.ANY,
])

/** A label that a resolver takes as part of a host's name. */
const hostLabel = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i

const notImplemented = answerOf({ responseCode: responseCode.notImplemented })

/** A name of somebody else, and there is nobody here to ask about it. */
const refused = answerOf({ responseCode: responseCode.refused, isAuthoritative: false })

/** An address of somebody else: what forwarding to nobody ends in. */
const unknownAddress = answerOf({
  responseCode: responseCode.serverFailure,
  isAuthoritative: false,
  recursionAvailable: true,
})

/** Follows each host name of one answer once, and not more than a limit of them. */
class FollowedHosts {
  readonly #follow: (host: DomainName) => Promise<readonly ResourceRecord[] | undefined>
  readonly #found = new Map<string, readonly ResourceRecord[]>()
  /** Whether a name led to records that may change on their own. */
  isAnyOurs = false

  constructor(follow: (host: DomainName) => Promise<readonly ResourceRecord[] | undefined>) {
    this.#follow = follow
  }

  async recordsOf(host: DomainName): Promise<readonly ResourceRecord[]> {
    const known = this.#found.get(host.key)
    if (known) return known
    if (this.#found.size === followedHostsMax) return noRecords
    const records = await this.#follow(host)
    if (records) this.isAnyOurs = true
    this.#found.set(host.key, records ?? noRecords)
    return records ?? noRecords
  }
}
