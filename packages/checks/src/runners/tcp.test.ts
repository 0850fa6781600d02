import { expect, test } from 'vitest'
import { planCheck, type TcpPlan } from '../core/definition.ts'
import { splitHostPort, tcpProbe } from './tcp.ts'

const plan = planCheck({ TCP: 'db:5432', Interval: 1e9 }) as TcpPlan

test('a connection is passing', async () => {
  const result = await tcpProbe(plan, async () => {})(new AbortController().signal)
  expect(result).toEqual({ status: 'passing', output: 'TCP connect db:5432: Success' })
})

test('a failed one is critical with its cause, one that takes too long with a timeout', async () => {
  const failing = tcpProbe(plan, async () => {
    throw new Error('dial tcp 10.0.0.1:5432: connect: connection refused')
  })
  expect(await failing(new AbortController().signal)).toEqual({
    status: 'critical',
    output: 'dial tcp 10.0.0.1:5432: connect: connection refused',
  })
  expect(await failing(AbortSignal.abort())).toEqual({
    status: 'critical',
    output: 'dial tcp db:5432: i/o timeout',
  })
})

test.each([
  ['127.0.0.1:80', '127.0.0.1', 80],
  ['[::1]:80', '::1', 80],
  [':8500', '', 8500],
])('%s', (address, host, port) => {
  expect(splitHostPort(address)).toEqual({ host, port })
})

test.each([
  ['127.0.0.1', 'dial tcp: address 127.0.0.1: missing port in address'],
  ['::1:80', 'dial tcp: address ::1:80: too many colons in address'],
  ['127.0.0.1:99999', 'dial tcp: address 99999: invalid port'],
  ['127.0.0.1:foo', 'dial tcp: address tcp/foo: unknown port'],
])('%s is refused', (address, message) => {
  expect(() => splitHostPort(address)).toThrow(message)
})
