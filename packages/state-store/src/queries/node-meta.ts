import type { Dictionary } from '@consul-ts/wire'

/** Pairs that a node's metadata must all hold; none, or null: any node will do. */
export interface NodeMetaFilter {
  readonly nodeMeta?: Dictionary<string> | null | undefined
}

/** Whether the filter asks for anything. */
export function filtersNodes({ nodeMeta }: NodeMetaFilter): boolean {
  return Object.keys(nodeMeta ?? {}).length > 0
}

export function matchesNodeMeta(meta: Dictionary<string> | null, { nodeMeta }: NodeMetaFilter): boolean {
  const held = meta ?? {}
  return Object.entries(nodeMeta ?? {}).every(
    ([key, value]) => Object.hasOwn(held, key) && held[key] === value,
  )
}
