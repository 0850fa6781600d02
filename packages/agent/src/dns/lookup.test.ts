import { expect, test } from 'vitest'
import { type Lookup, parseLookup } from './lookup.ts'
import { recordType } from './message.ts'

const own = 'dc1'

function service(service: string, tag?: string, datacenter = own): Lookup {
  return { kind: 'service', service, tag, datacenter }
}

test.each<[string, Lookup]>([
  ['web.service', service('web')],
  ['WEB.Service', service('web')],
  ['v1.web.service', service('web', 'v1')],
  ['v1.2.web.service', service('web', 'v1.2')],
  ['web.service.dc2', service('web', undefined, 'dc2')],
  ['v1.web.service.dc2', service('web', 'v1', 'dc2')],
  ['web.service.dc2.dc', service('web', undefined, 'dc2')],
  ['_web._tcp.service', service('web')],
  ['_web._TCP.service.dc2', service('web', undefined, 'dc2')],
  ['_web._v1.service', service('web', 'v1')],
  ['_web._udp.service', service('web', 'udp')],
  ['_web.v1.service', service('v1', '_web')],
  ['_x._web._tcp.service', service('_tcp', '_x._web')],
  ['service.service', service('service')],
  ['n1.node', { kind: 'node', node: 'n1', datacenter: own }],
  ['N1.node.dc2', { kind: 'node', node: 'n1', datacenter: 'dc2' }],
  ['x.y.node', { kind: 'node', node: 'x.y', datacenter: own }],
  ['web.service.node', { kind: 'node', node: 'web.service', datacenter: own }],
  ['0a000001.addr', { kind: 'address', address: Uint8Array.of(10, 0, 0, 1) }],
  ['0A0000FF.addr.anything', { kind: 'address', address: Uint8Array.of(10, 0, 0, 255) }],
  ['zz.addr', { kind: 'empty' }],
  ['0a00000g.addr', { kind: 'none' }],
  ['x.0a000001.addr', { kind: 'none' }],
  ['web.service.a.b', { kind: 'none' }],
  ['web.service.dc2.peer', { kind: 'none' }],
  ['service', { kind: 'none' }],
  ['service.dc1', { kind: 'none' }],
  ['node', { kind: 'none' }],
  ['foo.bar', { kind: 'none' }],
  ['foo', { kind: 'none' }],
  ['', { kind: 'none' }],
  ['q.query', { kind: 'none' }],
  ['web.connect', { kind: 'none' }],
  ['web.ingress', { kind: 'none' }],
  ['web.virtual', { kind: 'none' }],
  ['_web._tcp', { kind: 'none' }],
])('%s', (name, lookup) => {
  const labels = name === '' ? [] : name.split('.')
  expect(parseLookup(labels, { type: recordType.A, datacenter: own })).toEqual(lookup)
})

test.each<[string, Lookup]>([
  ['_web._tcp', service('web')],
  ['_web._v1.dc2', service('web', 'v1', 'dc2')],
  ['_web._tcp.a.b', { kind: 'none' }],
  ['_web._tcp.service.dc2', service('web', undefined, 'dc2')],
  ['_web._tcp.node', { kind: 'node', node: '_web._tcp', datacenter: own }],
])('SRV %s: "service" may be missing', (name, lookup) => {
  expect(parseLookup(name.split('.'), { type: recordType.SRV, datacenter: own })).toEqual(lookup)
})
