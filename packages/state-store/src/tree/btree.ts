import { childPosition, lowerBound, type TreeNode } from './node.ts'

/** Called for each entry in key order; `false` ends the walk. */
export type Visit<V> = (value: V, key: string) => unknown

/**
 * An immutable sorted map from strings, ordered by code units, to values. A `TreeEdit` makes the next one out of it;
 * the two share all nodes that did not change, so that keeping an old one costs next to nothing.
 */
export class BTree<V> {
  readonly root: TreeNode<V> | undefined
  readonly size: number

  constructor(root?: TreeNode<V>, size = 0) {
    this.root = root
    this.size = size
  }

  get(key: string): V | undefined {
    return findIn(this.root, key)
  }

  /** Visits the entries whose keys start with `prefix`. */
  forEach(prefix: string, visit: Visit<V>): void {
    walkPrefix(this.root, prefix, visit)
  }

  /** The values whose keys start with `prefix`, in key order. */
  values(prefix: string): V[] {
    return valuesIn(this.root, prefix)
  }

  /** The value with the smallest of the keys that start with `prefix`. */
  first(prefix: string): V | undefined {
    return firstIn(this.root, prefix)
  }
}

export function findIn<V>(root: TreeNode<V> | undefined, key: string): V | undefined {
  if (root === undefined) return undefined
  let node = root
  while (node.children !== undefined) node = node.children[childPosition(node.keys, key)] as TreeNode<V>
  const at = lowerBound(node.keys, key)
  return node.keys[at] === key ? node.values[at] : undefined
}

export function walkPrefix<V>(root: TreeNode<V> | undefined, prefix: string, visit: Visit<V>): void {
  if (root !== undefined) walk(root, prefix, endOf(prefix), visit)
}

export function valuesIn<V>(root: TreeNode<V> | undefined, prefix: string): V[] {
  const values: V[] = []
  walkPrefix(root, prefix, (value) => {
    values.push(value)
  })
  return values
}

export function firstIn<V>(root: TreeNode<V> | undefined, prefix: string): V | undefined {
  let first: V | undefined
  walkPrefix(root, prefix, (value) => {
    first = value
    return false
  })
  return first
}

/** Visits the entries from `from` on and below `end`; whether the walk may go on. */
function walk<V>(node: TreeNode<V>, from: string, end: string | undefined, visit: Visit<V>): boolean {
  const { keys, children } = node
  if (children === undefined) {
    const stop = end === undefined ? keys.length : lowerBound(keys, end)
    for (let i = lowerBound(keys, from); i < stop; i++) {
      if (visit(node.values[i] as V, keys[i] as string) === false) return false
    }
    return true
  }
  const last = end === undefined ? keys.length : childPosition(keys, end)
  for (let i = childPosition(keys, from); i <= last; i++) {
    if (!walk(children[i] as TreeNode<V>, from, end, visit)) return false
  }
  return true
}

/** The smallest text above all that start with `prefix`; undefined where there is none. */
function endOf(prefix: string): string | undefined {
  for (let length = prefix.length; length > 0; length--) {
    const code = prefix.charCodeAt(length - 1)
    if (code < 0xffff) return prefix.slice(0, length - 1) + String.fromCharCode(code + 1)
  }
  return undefined
}
