import type { DeregisterRequest, HealthCheck, Node, NodeService, RegisterRequest } from '@consul-ts/structs'
import { NodeServiceList } from '@consul-ts/structs'
import type { Catalog, NodeCatalog } from '../src/catalog.ts'

/** A catalog of one node. Keeps what it was told, and fails when told to. */
export class FakeCatalog implements Catalog {
  node: Node | null = null
  readonly services = new Map<string, NodeService>()
  readonly checks = new Map<string, HealthCheck>()
  /** `register web+c1,c2`, `deregister web`, `read`, … in order. */
  readonly calls: string[] = []
  readonly requests: (RegisterRequest | DeregisterRequest)[] = []
  /** Looked at before each call; what it returns is thrown. */
  fail: (call: string) => Error | undefined = () => undefined
  /** Every call waits for this. */
  gate: Promise<void> = Promise.resolve()

  async register(request: RegisterRequest, { signal }: { signal: AbortSignal }): Promise<void> {
    const checks = [...(request.Check ? [request.Check] : []), ...(request.Checks ?? [])]
    const ids = checks.map(({ CheckID }) => CheckID).join(',')
    this.requests.push(request)
    await this.#enter(`register ${request.Service?.ID ?? ''}${ids && `+${ids}`}`.trim(), signal)
    if (!request.SkipNodeUpdate || this.node === null) {
      const { ID, Node, Address, Datacenter, TaggedAddresses, NodeMeta } = request
      this.node = {
        ID,
        Node,
        Address,
        Datacenter,
        TaggedAddresses,
        Meta: NodeMeta,
        CreateIndex: 1,
        ModifyIndex: 1,
      }
    }
    if (request.Service) this.services.set(request.Service.ID, request.Service)
    for (const check of checks) this.checks.set(check.CheckID, check)
  }

  async deregister(request: DeregisterRequest, { signal }: { signal: AbortSignal }): Promise<void> {
    this.requests.push(request)
    await this.#enter(`deregister ${request.ServiceID || request.CheckID}`, signal)
    if (request.ServiceID !== '') {
      this.services.delete(request.ServiceID)
      for (const check of this.checks.values()) {
        if (check.ServiceID === request.ServiceID) this.checks.delete(check.CheckID)
      }
    } else this.checks.delete(request.CheckID)
  }

  async read({ signal }: { signal: AbortSignal }): Promise<NodeCatalog> {
    await this.#enter('read', signal)
    return {
      services: NodeServiceList.create({ Node: this.node, Services: [...this.services.values()] }),
      checks: [...this.checks.values()],
    }
  }

  /** The calls since the last look. */
  takeCalls(): string[] {
    this.requests.length = 0
    return this.calls.splice(0)
  }

  async #enter(call: string, signal: AbortSignal): Promise<void> {
    this.calls.push(call)
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => reject(signal.reason)
      signal.addEventListener('abort', abort)
      this.gate.then(resolve).finally(() => signal.removeEventListener('abort', abort))
    })
    const error = this.fail(call)
    if (error !== undefined) throw error
  }
}
