import { BTree, findIn, firstIn, type Visit, valuesIn, walkPrefix } from './btree.ts'
import { childPosition, fanIn, fanOut, lowerBound, TreeNode } from './node.ts'

/**
 * Makes a changed tree out of one that stays as it is. A node is copied when it is first touched and from then on
 * changed in place: the edit is its owner. Reads see the edit's own writes.
 */
export class TreeEdit<V> {
  #root: TreeNode<V> | undefined
  #size: number
  /** No more than a mark: nodes keep it, and would keep an edit's whole tree with it. */
  #owner: object = {}

  constructor(tree: BTree<V>) {
    this.#root = tree.root
    this.#size = tree.size
  }

  /** The tree as of now. The edit may go on; it then leaves this tree alone. */
  finish(): BTree<V> {
    this.#owner = {}
    return new BTree(this.#root, this.#size)
  }

  get(key: string): V | undefined {
    return findIn(this.#root, key)
  }

  forEach(prefix: string, visit: Visit<V>): void {
    walkPrefix(this.#root, prefix, visit)
  }

  values(prefix: string): V[] {
    return valuesIn(this.#root, prefix)
  }

  first(prefix: string): V | undefined {
    return firstIn(this.#root, prefix)
  }

  set(key: string, value: V): void {
    if (this.#root === undefined) {
      this.#root = new TreeNode<V>(this.#owner, [key], [value], undefined)
      this.#size = 1
      return
    }
    let node = this.#own(this.#root)
    this.#root = node
    if (node.length === fanOut) {
      node = new TreeNode<V>(this.#owner, [], [], [node])
      this.#root = node
      this.#split(node, 0)
    }
    // Full nodes are split on the way down, so that there is always room for what a split hands up.
    while (node.children !== undefined) {
      const at = childPosition(node.keys, key)
      let child = this.#ownChild(node.children, at)
      if (child.length === fanOut) {
        const right = this.#split(node, at)
        if (key >= (node.keys[at] as string)) child = right
      }
      node = child
    }
    const at = lowerBound(node.keys, key)
    if (node.keys[at] === key) {
      node.values[at] = value
      return
    }
    insertAt(node.keys, at, key)
    insertAt(node.values, at, value)
    this.#size++
  }

  /** Whether there was such a key. */
  delete(key: string): boolean {
    if (this.#root === undefined || findIn(this.#root, key) === undefined) return false
    let node = this.#own(this.#root)
    this.#root = node
    // Sparse nodes are filled up on the way down, so that none can run empty.
    while (node.children !== undefined) {
      let at = childPosition(node.keys, key)
      if ((node.children[at] as TreeNode<V>).length <= fanIn) {
        this.#balance(node, at)
        at = childPosition(node.keys, key)
      }
      const child = this.#ownChild(node.children, at)
      if (node === this.#root && node.children.length === 1) this.#root = child
      node = child
    }
    const at = lowerBound(node.keys, key)
    node.keys.splice(at, 1)
    node.values.splice(at, 1)
    this.#size--
    if (this.#size === 0) this.#root = undefined
    return true
  }

  #own(node: TreeNode<V>): TreeNode<V> {
    if (node.owner === this.#owner) return node
    return new TreeNode<V>(this.#owner, node.keys.slice(), node.values.slice(), node.children?.slice())
  }

  #ownChild(children: TreeNode<V>[], at: number): TreeNode<V> {
    const child = children[at] as TreeNode<V>
    const own = this.#own(child)
    if (own !== child) children[at] = own
    return own
  }

  /** Halves the child at `at`, an owned one, and returns the right half. */
  #split(parent: TreeNode<V>, at: number): TreeNode<V> {
    const siblings = parent.children as TreeNode<V>[]
    const left = siblings[at] as TreeNode<V>
    const middle = left.length >>> 1
    let right: TreeNode<V>
    let bound: string
    if (left.children === undefined) {
      right = new TreeNode<V>(this.#owner, left.keys.splice(middle), left.values.splice(middle), undefined)
      bound = right.keys[0] as string
    } else {
      right = new TreeNode<V>(this.#owner, left.keys.splice(middle), [], left.children.splice(middle))
      bound = left.keys.pop() as string
    }
    insertAt(parent.keys, at, bound)
    insertAt(siblings, at + 1, right)
    return right
  }

  /** Joins the child at `at` with a sibling, and halves the two again if they are too many for one node. */
  #balance(parent: TreeNode<V>, at: number): void {
    const siblings = parent.children as TreeNode<V>[]
    const leftAt = at === 0 ? 0 : at - 1
    const left = this.#ownChild(siblings, leftAt)
    const right = siblings[leftAt + 1] as TreeNode<V>
    const bound = parent.keys[leftAt] as string
    if (left.children === undefined) {
      left.keys.push(...right.keys)
      left.values.push(...right.values)
    } else {
      left.keys.push(bound, ...right.keys)
      left.children.push(...(right.children as TreeNode<V>[]))
    }
    parent.keys.splice(leftAt, 1)
    siblings.splice(leftAt + 1, 1)
    if (left.length > fanOut) this.#split(parent, leftAt)
  }
}

/** `splice` for one element, without the array that it returns. */
function insertAt<T>(items: T[], at: number, item: T): void {
  for (let i = items.length; i > at; i--) items[i] = items[i - 1] as T
  items[at] = item
}
