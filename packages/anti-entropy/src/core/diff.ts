import type { HealthCheck, Node, NodeService } from '@consul-ts/structs'
import { sameValue } from './same-value.ts'

/** The service that the leader registers for servers; an agent neither has it nor removes it. */
export const managedServiceId = 'consul'

/** The check that the leader derives from gossip; likewise. */
export const managedCheckId = 'serfHealth'

/** What an agent says about its node; indexes are the catalog's. */
export type LocalNode = Omit<Node, 'CreateIndex' | 'ModifyIndex'>

/** What weights are where none were given. */
const weightsUnset = { Passing: 1, Warning: 1 }

const serviceFields = [
  'ID',
  'Service',
  'Kind',
  'Tags',
  'Address',
  'TaggedAddresses',
  'Port',
  'Meta',
  'EnableTagOverride',
  'Proxy',
  'Connect',
] as const satisfies readonly (keyof NodeService)[]

const checkFields = [
  'Node',
  'CheckID',
  'Name',
  'Status',
  'Notes',
  'ServiceID',
  'Type',
  'Definition',
] as const satisfies readonly (keyof HealthCheck)[]

const nodeFields = [
  'ID',
  'Address',
  'TaggedAddresses',
  'Meta',
] as const satisfies readonly (keyof LocalNode)[]

export function sameNode(local: LocalNode, remote: LocalNode | null): boolean {
  return remote !== null && nodeFields.every((name) => sameValue(local[name], remote[name]))
}

export function sameService(local: NodeService, remote: NodeService): boolean {
  return (
    serviceFields.every((name) => sameValue(local[name], remote[name])) &&
    sameValue(local.Weights ?? weightsUnset, remote.Weights ?? weightsUnset)
  )
}

/**
 * The service's name and tags in a check are the catalog's own copies of what the service has: compared, a check
 * that was registered before its service's tags changed would be sent again for ever.
 */
export function sameCheck(
  local: HealthCheck,
  remote: HealthCheck,
  options: { ignoreOutput: boolean } = { ignoreOutput: false },
): boolean {
  return (
    checkFields.every((name) => sameValue(local[name], remote[name])) &&
    (options.ignoreOutput || local.Output === remote.Output)
  )
}

/** How a local item stands to the catalog, or what the catalog has beyond the local ones. */
export type Drift<T> =
  | { readonly kind: 'same'; readonly id: string }
  | { readonly kind: 'differs'; readonly id: string }
  | { readonly kind: 'missing'; readonly id: string }
  | { readonly kind: 'unknown'; readonly id: string; readonly remote: T }

export interface LocalItem<T> {
  readonly record: T
  /** Removed here, and to be removed there. */
  readonly deleted: boolean
}

export interface Comparison<T> {
  readonly local: ReadonlyMap<string, LocalItem<T>>
  readonly remote: readonly T[]
  idOf(record: T): string
  same(local: T, remote: T): boolean
  /** An item that is the leader's business: never called unknown. */
  readonly managedId: string
}

/** Compares all items of a node. A deleted one is the same when the catalog has it no more. */
export function compare<T>(comparison: Comparison<T>): readonly Drift<T>[] {
  const { local, remote, idOf, same, managedId } = comparison
  const drifts: Drift<T>[] = []
  const seen = new Set<string>()
  for (const record of remote) {
    const id = idOf(record)
    seen.add(id)
    const item = local.get(id)
    if (item === undefined) {
      if (id !== managedId) drifts.push({ kind: 'unknown', id, remote: record })
    } else {
      const matches = !item.deleted && same(item.record, record)
      drifts.push({ kind: matches ? 'same' : 'differs', id })
    }
  }
  for (const [id, item] of local) {
    if (!seen.has(id)) drifts.push({ kind: item.deleted ? 'same' : 'missing', id })
  }
  return drifts
}

/**
 * Local services with the catalog's tags where `EnableTagOverride` lets others set them there.
 * Gives only those whose tags are others than before.
 */
export function adoptTags(
  local: ReadonlyMap<string, LocalItem<NodeService>>,
  remote: readonly NodeService[],
): readonly NodeService[] {
  const adopted: NodeService[] = []
  for (const { ID, Tags } of remote) {
    const item = local.get(ID)
    if (item === undefined || item.deleted || !item.record.EnableTagOverride) continue
    if (!sameValue(item.record.Tags, Tags)) adopted.push({ ...item.record, Tags })
  }
  return adopted
}
