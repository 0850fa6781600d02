import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BTree } from './btree.ts'
import { fanIn, fanOut, type TreeNode } from './node.ts'
import { TreeEdit } from './tree-edit.ts'

type Step = { readonly op: 'set' | 'delete'; readonly key: string }

// Few letters and short keys, so that keys repeat and share prefixes.
const key = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '\0', '\uffff'), maxLength: 4 })
const step: fc.Arbitrary<Step> = fc.record({ op: fc.constantFrom('set', 'set', 'delete'), key })

test('any history of sets and deletes reads like a sorted array', () => {
  fc.assert(
    fc.property(fc.array(fc.array(step, { maxLength: 60 }), { maxLength: 12 }), key, (batches, prefix) => {
      const model = new Map<string, number>()
      let tree = new BTree<number>()
      let serial = 0
      for (const batch of batches) {
        const before = { tree, entries: entriesOf(tree, '') }
        const edit = new TreeEdit(tree)
        for (const { op, key } of batch) {
          if (op === 'set') {
            edit.set(key, ++serial)
            model.set(key, serial)
          } else expect(edit.delete(key)).toBe(model.delete(key))
          expect(edit.get(key)).toBe(model.get(key))
        }
        tree = edit.finish()
        checkShape(tree)
        expect(entriesOf(before.tree, '')).toEqual(before.entries)
      }
      const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1))
      const below = sorted.filter(([key]) => key.startsWith(prefix))
      expect(tree.size).toBe(model.size)
      expect(entriesOf(tree, '')).toEqual(sorted)
      expect(entriesOf(tree, prefix)).toEqual(below)
      expect(tree.values(prefix)).toEqual(below.map(([, value]) => value))
      expect(tree.first(prefix)).toBe(below[0]?.[1])
    }),
  )
}, 60_000)

test.each([
  ['ascending', (i: number) => i],
  ['descending', (i: number) => -i],
  ['scattered', (i: number) => (i * 7919) % 100_003],
])('5,000 keys, %s, go in and out with bounded nodes', (_, order) => {
  const keys = Array.from({ length: 5_000 }, (_, i) => String(order(i) + 1_000_000))
  const edit = new TreeEdit(new BTree<number>())
  for (const [i, key] of keys.entries()) edit.set(key, i)
  const full = edit.finish()
  checkShape(full)
  expect(full.size).toBe(keys.length)
  for (const [i, key] of keys.entries()) if (i % 3 !== 0) edit.delete(key)
  const third = edit.finish()
  checkShape(third)
  for (const [i, key] of keys.entries()) expect(third.get(key)).toBe(i % 3 === 0 ? i : undefined)
  for (const key of keys) edit.delete(key)
  expect(edit.finish().root).toBeUndefined()
  expect(full.size).toBe(keys.length)
  expect(full.get(keys[1] as string)).toBe(1)
})

test('one changed key copies one node a level, and no second edit touches them', () => {
  const edit = new TreeEdit(new BTree<number>())
  for (let i = 0; i < 10_000; i++) edit.set(String(i + 100_000), i)
  const before = edit.finish()
  edit.set('105000', -1)
  const after = edit.finish()
  const old = new Set(nodesOf(before.root))
  const fresh = nodesOf(after.root).filter((node) => !old.has(node))
  expect(fresh).toHaveLength(depthOf(after.root))
  expect(before.get('105000')).toBe(5000)
  expect(after.get('105000')).toBe(-1)
})

test('a walk ends where the visitor says so', () => {
  const edit = new TreeEdit(new BTree<number>())
  for (let i = 0; i < 1000; i++) edit.set(`k${i + 1000}`, i)
  const seen: number[] = []
  edit.finish().forEach('k1', (value) => {
    seen.push(value)
    return seen.length < 40
  })
  expect(seen).toHaveLength(40)
})

function entriesOf(tree: BTree<number>, prefix: string): [string, number][] {
  const entries: [string, number][] = []
  tree.forEach(prefix, (value, key) => {
    entries.push([key, value])
  })
  return entries
}

function nodesOf<V>(node: TreeNode<V> | undefined): TreeNode<V>[] {
  return node ? [node, ...(node.children ?? []).flatMap((child) => nodesOf(child))] : []
}

function depthOf<V>(node: TreeNode<V> | undefined): number {
  return node ? 1 + depthOf(node.children?.[0]) : 0
}

/** B1: every leaf at one depth. B2: lengths within limits. B3: every key between the bounds above it. */
function checkShape<V>(tree: BTree<V>): void {
  const depth = depthOf(tree.root)
  const check = (node: TreeNode<V>, level: number, low?: string, high?: string): void => {
    expect(node.length).toBeLessThanOrEqual(fanOut)
    if (level > 1) expect(node.length).toBeGreaterThanOrEqual(fanIn)
    for (const [i, key] of node.keys.entries()) {
      if (low !== undefined) expect(key >= low).toBe(true)
      if (high !== undefined) expect(key < high).toBe(true)
      if (i > 0) expect(key > (node.keys[i - 1] as string)).toBe(true)
    }
    if (node.children === undefined) {
      expect(level).toBe(depth)
      expect(node.values).toHaveLength(node.keys.length)
      return
    }
    expect(node.children).toHaveLength(node.keys.length + 1)
    for (const [i, child] of node.children.entries()) {
      check(child, level + 1, node.keys[i - 1] ?? low, node.keys[i] ?? high)
    }
  }
  if (tree.root) check(tree.root, 1)
}
