import { CheckServiceNode, HealthCheck, Node, NodeService } from '@consul-ts/structs'
import type { DnsCatalog, ServiceInstance, Watched } from '../../src/dns/catalog.ts'
import { formatIp, parseIp } from '../../src/dns/ip-address.ts'
import type { Registration } from './registrations.ts'

/** A catalog that holds registrations, for one datacenter. */
export class RegisteredCatalog implements DnsCatalog {
  readonly #datacenter: string
  readonly #nodes = new Map<string, Node>()
  readonly #instances = new Map<string, ServiceInstance>()
  readonly #nodeChecks = new Map<string, HealthCheck>()
  readonly #watches = new Set<() => void>()
  /** Questions so far. */
  lookups = 0

  constructor(registrations: readonly Registration[], { datacenter = 'dc1' } = {}) {
    this.#datacenter = datacenter
    for (const registration of registrations) this.register(registration)
  }

  get watchCount(): number {
    return this.#watches.size
  }

  register({ Node: name, Address, NodeMeta = {}, Service, Status }: Registration): void {
    const node = Node.create({ Node: name, Address, Datacenter: this.#datacenter, Meta: NodeMeta })
    this.#nodes.set(name.toLowerCase(), node)
    if (Service) {
      const { Weights = { Passing: 1, Warning: 1 }, Tags = [] } = Service
      const Checks = Status ? [HealthCheck.create({ Node: name, ServiceID: Service.ID, Status })] : []
      const instance = CheckServiceNode.create({
        Node: node,
        Service: NodeService.create({ ...Service, Weights, Tags }),
        Checks,
      }) as ServiceInstance
      this.#instances.set(`${name}/${Service.ID}`, instance)
    } else if (Status) this.#nodeChecks.set(name, HealthCheck.create({ Node: name, Status }))
    for (const outdated of [...this.#watches]) outdated()
  }

  async node({ name, datacenter }: { name: string; datacenter: string }): Promise<Watched<Node | undefined>> {
    return this.#watched(datacenter === this.#datacenter ? this.#nodes.get(name.toLowerCase()) : undefined)
  }

  async serviceInstances({
    service,
    tag,
    datacenter,
  }: {
    service: string
    tag?: string | undefined
    datacenter: string
  }): Promise<Watched<readonly ServiceInstance[]>> {
    const found = [...this.#instances.values()].filter(
      ({ Service }) =>
        datacenter === this.#datacenter &&
        Service.Service.toLowerCase() === service.toLowerCase() &&
        (tag === undefined || Service.Tags?.some((own) => own.toLowerCase() === tag.toLowerCase())),
    )
    return this.#watched(
      found.map((instance) => {
        const nodeCheck = this.#nodeChecks.get(instance.Node.Node)
        return nodeCheck ? { ...instance, Checks: [...(instance.Checks ?? []), nodeCheck] } : instance
      }),
    )
  }

  async nodesAt(address: string): Promise<Watched<readonly Node[]>> {
    return this.#watched([...this.#nodes.values()].filter((node) => isAt(node.Address, address)))
  }

  async servicesAt(address: string): Promise<Watched<readonly string[]>> {
    const found = [...this.#instances.values()].filter(({ Service }) => isAt(Service.Address, address))
    return this.#watched(found.map(({ Service }) => Service.Service))
  }

  #watched<T>(value: T): Watched<T> {
    this.lookups++
    return {
      value,
      watch: (outdated) => {
        this.#watches.add(outdated)
        return () => this.#watches.delete(outdated)
      },
    }
  }
}

function isAt(text: string, address: string): boolean {
  const bytes = parseIp(text)
  return bytes !== undefined && formatIp(bytes) === address
}
