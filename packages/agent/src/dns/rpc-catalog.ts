import {
  type CheckServiceNode,
  DCSpecificRequest,
  type MethodReply,
  type MethodRequest,
  type Node,
  NodeSpecificRequest,
  type QueryMeta,
  type QueryOptions,
  ServiceSpecificRequest,
} from '@consul-ts/structs'
import { durationFromMs, durationToMs, type Nanoseconds } from '@consul-ts/wire'
import type { Rpc } from '../endpoints/rpc.ts'
import { RpcError } from '../endpoints/rpc-error.ts'
import type { DnsCatalog, ServiceInstance, Watched } from './catalog.ts'
import { formatIp, parseIp } from './ip-address.ts'

export interface RpcCatalogOptions {
  readonly datacenter: string
  readonly token?: string
  /** Any server may answer. */
  readonly allowStale?: boolean
  /** An older answer is asked for again, of the leader. */
  readonly maxStale?: Nanoseconds
}

/** Ten years: a cluster that lost its leader still answers. */
const rpcCatalogDefaults = {
  token: '',
  allowStale: true,
  maxStale: durationFromMs(87_600 * 3_600_000),
} as const

/** How long one watch waits. What was kept so long is asked for again, changed or not. */
const watchMs = 60_000

/** The catalog as the servers' methods show it. A watch is a blocking query. */
export function rpcDnsCatalog(rpc: Rpc, options: RpcCatalogOptions): DnsCatalog {
  const reader = new Reader(rpc, { ...rpcCatalogDefaults, ...options })
  const own = options.datacenter
  return {
    node: ({ name, datacenter }) =>
      reader.read(
        'Catalog.NodeServices',
        (query) => NodeSpecificRequest.create({ ...query, Datacenter: datacenter, Node: name }),
        (reply) => reply?.NodeServices?.Node ?? undefined,
      ),
    serviceInstances: ({ service, tag, datacenter }) =>
      reader.read(
        'Health.ServiceNodes',
        (query) =>
          ServiceSpecificRequest.create({
            ...query,
            Datacenter: datacenter,
            ServiceName: service,
            ...(tag === undefined ? {} : { TagFilter: true, ServiceTag: tag, ServiceTags: [tag] }),
          }),
        (reply) => (reply?.Nodes ?? []).filter(isInstance),
      ),
    nodesAt: (address) =>
      reader.read(
        'Catalog.ListNodes',
        (query) => DCSpecificRequest.create({ ...query, Datacenter: own }),
        (reply) => (reply?.Nodes ?? []).filter((node) => isAt(node, address)),
      ),
    servicesAt: (address) =>
      reader.read(
        'Catalog.ServiceNodes',
        (query) => ServiceSpecificRequest.create({ ...query, Datacenter: own, ServiceAddress: address }),
        (reply) => (reply?.ServiceNodes ?? []).map(({ ServiceName }) => ServiceName),
      ),
  }
}

function isInstance(instance: CheckServiceNode): instance is ServiceInstance {
  return instance.Node !== null && instance.Service !== null
}

function isAt(node: Node, address: string): boolean {
  const bytes = parseIp(node.Address)
  return bytes !== undefined && formatIp(bytes) === address
}

type ReadMethod =
  | 'Catalog.NodeServices'
  | 'Health.ServiceNodes'
  | 'Catalog.ListNodes'
  | 'Catalog.ServiceNodes'

class Reader {
  readonly #rpc: Rpc
  readonly #options: Required<RpcCatalogOptions>

  constructor(rpc: Rpc, options: Required<RpcCatalogOptions>) {
    this.#rpc = rpc
    this.#options = options
  }

  async read<M extends ReadMethod, T>(
    method: M,
    request: (query: Partial<QueryOptions>) => MethodRequest<M>,
    pick: (reply: MethodReply<M> | undefined) => T,
  ): Promise<Watched<T>> {
    const { token: Token, allowStale: AllowStale, maxStale } = this.#options
    const reply = await this.#call(method, request({ Token, AllowStale }))
    if (!reply) return { value: pick(undefined), watch: outdatedAtOnce }
    const isTooOld = AllowStale && durationToMs(metaOf(reply).LastContact) > durationToMs(maxStale)
    const fresh = isTooOld ? ((await this.#call(method, request({ Token }))) ?? reply) : reply
    const MinQueryIndex = metaOf(fresh).Index
    const MaxQueryTime = durationFromMs(watchMs)
    return {
      value: pick(fresh),
      watch: (outdated) =>
        this.#watch(method, request({ Token, AllowStale, MinQueryIndex, MaxQueryTime }), outdated),
    }
  }

  /** Undefined for a datacenter that nobody knows. */
  async #call<M extends ReadMethod>(
    method: M,
    request: MethodRequest<M>,
  ): Promise<MethodReply<M> | undefined> {
    try {
      return await this.#rpc.call(method, request)
    } catch (error) {
      if (error instanceof RpcError && error.code === 'RPC_NO_PATH_TO_DATACENTER') return undefined
      throw error
    }
  }

  #watch<M extends ReadMethod>(method: M, request: MethodRequest<M>, outdated: () => void): () => void {
    const abort = new AbortController()
    const end = (): void => {
      if (!abort.signal.aborted) outdated()
    }
    this.#rpc.call(method, request, { signal: abort.signal }).then(end, end)
    return () => abort.abort()
  }
}

/** Every reply of these methods says how old it is. */
function metaOf(reply: QueryMeta): QueryMeta {
  return reply
}

/** Of an answer about nothing: it has no index to wait from, and is not worth keeping. */
function outdatedAtOnce(outdated: () => void): () => void {
  outdated()
  return () => {}
}
