/** Entries of a leaf and children of a branch, at most. */
export const fanOut = 32

/** Below this many a node is joined with a sibling. A quarter, so that a node between the two limits stays put. */
export const fanIn = fanOut / 4

/**
 * A leaf holds `values[i]` under `keys[i]`. A branch holds `children`, and `keys[i]` is a lower bound of all keys
 * under `children[i + 1]`, above all keys under `children[i]`.
 *
 * Only `owner`, the edit that made the node, may change it.
 */
export class TreeNode<V> {
  readonly owner: object
  readonly keys: string[]
  readonly values: V[]
  readonly children: TreeNode<V>[] | undefined

  constructor(owner: object, keys: string[], values: V[], children: TreeNode<V>[] | undefined) {
    this.owner = owner
    this.keys = keys
    this.values = values
    this.children = children
  }

  get length(): number {
    return this.children === undefined ? this.keys.length : this.children.length
  }
}

/** Position of the first key that is not below `key`. */
export function lowerBound(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as string) < key) low = middle + 1
    else high = middle
  }
  return low
}

/** Position of the child of a branch under which `key` belongs. */
export function childPosition(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as string) <= key) low = middle + 1
    else high = middle
  }
  return low
}
