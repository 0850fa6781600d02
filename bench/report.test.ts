import { expect, test } from 'vitest'
import { renderReport } from './report.ts'

test('aligns figures, and says which target is missed', () => {
  const report = renderReport([
    { name: 'kv get: CPU', unit: 'µs/request', reference: 50, ours: 25, target: { ratioMax: 0.6 } },
    { name: 'kv put: CPU', unit: 'µs/request', reference: 300, ours: 180, target: { ratioMax: 0.5 } },
    { name: 'start', unit: 'ms', reference: 120, ours: 351, target: { oursMax: 350 } },
    { name: 'kv get: rate', unit: 'requests/s', reference: 10_000, ours: 20_000 },
    { name: 'in process', unit: 'ms', reference: undefined, ours: 5, target: { oursMax: 100 } },
  ])
  expect(report).toBe(
    `
              reference   ours  unit        ratio  target
kv get: CPU        50.0   25.0  µs/request   0.50  ≤ 0.6
kv put: CPU         300    180  µs/request   0.60  ≤ 0.5  MISSED
start               120    351  ms           2.92  ≤ 350 ms  MISSED
kv get: rate      10000  20000  requests/s   2.00
in process                5.00  ms                 ≤ 100 ms`.slice(1),
  )
})
