import {
  bigUint,
  bytes,
  duration,
  f64,
  list,
  map,
  nullable,
  record,
  str,
  time,
  untyped,
} from '@consul-ts/wire'
import { expect, test } from 'vitest'
import { HealthCheck } from '../check.ts'
import { CheckServiceNode } from '../health.ts'
import { Intention } from '../intention.ts'
import { Node } from '../node.ts'
import { NodeService, ServiceNode } from '../service.ts'
import { selectorsOf } from './selectors.ts'

const node = [
  'ID',
  'Node',
  'Address',
  'Datacenter',
  'TaggedAddresses',
  'TaggedAddresses.<key>',
  'Meta',
  'Meta.<key>',
]

const proxy = [
  'DestinationServiceName',
  'DestinationServiceID',
  'LocalServiceAddress',
  'LocalServicePort',
  'Upstreams',
  'Upstreams.DestinationType',
  'Upstreams.DestinationNamespace',
  'Upstreams.DestinationName',
  'Upstreams.Datacenter',
  'Upstreams.LocalBindAddress',
  'Upstreams.LocalBindPort',
  'Upstreams.MeshGateway.Mode',
  'MeshGateway.Mode',
  'Expose.Checks',
  'Expose.Paths',
  'Expose.Paths.ListenerPort',
  'Expose.Paths.Path',
  'Expose.Paths.LocalPathPort',
  'Expose.Paths.Protocol',
  'Expose.Paths.ParsedFromCheck',
]

const service = [
  'Kind',
  'ID',
  'Service',
  'Tags',
  'Address',
  'TaggedAddresses',
  'TaggedAddresses.<key>.Address',
  'TaggedAddresses.<key>.Port',
  'Meta',
  'Meta.<key>',
  'Port',
  'Weights.Passing',
  'Weights.Warning',
  'EnableTagOverride',
  ...proxy.map((name) => `Proxy.${name}`),
  'Connect.Native',
]

const check = [
  'Node',
  'CheckID',
  'Name',
  'Status',
  'Notes',
  'Output',
  'ServiceID',
  'ServiceName',
  'ServiceTags',
  'Type',
]

test('nodes', () => {
  expect(selectorsOf(Node)).toEqual(node)
})

test('instances of a service', () => {
  expect(selectorsOf(ServiceNode)).toEqual([
    ...node.slice(0, 6),
    'NodeMeta',
    'NodeMeta.<key>',
    'ServiceKind',
    'ServiceID',
    'ServiceName',
    'ServiceTags',
    'ServiceAddress',
    'ServiceTaggedAddresses',
    'ServiceTaggedAddresses.<key>.Address',
    'ServiceTaggedAddresses.<key>.Port',
    'ServiceWeights.Passing',
    'ServiceWeights.Warning',
    'ServiceMeta',
    'ServiceMeta.<key>',
    'ServicePort',
    'ServiceEnableTagOverride',
    ...proxy.map((name) => `ServiceProxy.${name}`),
    'ServiceConnect.Native',
  ])
})

test('services of a node', () => {
  expect(selectorsOf(NodeService)).toEqual(service)
})

test('checks', () => {
  expect(selectorsOf(HealthCheck)).toEqual(check)
})

test('instances with node and checks', () => {
  expect(selectorsOf(CheckServiceNode)).toEqual([
    ...node.map((name) => `Node.${name}`),
    ...service.map((name) => `Service.${name}`),
    'Checks',
    ...check.map((name) => `Checks.${name}`),
  ])
})

test('intentions', () => {
  expect(selectorsOf(Intention)).toEqual([
    'ID',
    'Description',
    'SourceNS',
    'SourceName',
    'DestinationNS',
    'DestinationName',
    'SourceType',
    'Action',
    'DefaultAddr',
    'DefaultPort',
    'Meta',
    'Meta.<key>',
    'Precedence',
  ])
})

test('times, bytes and values without a type are no selectors, numbers of any kind are', () => {
  const Other = record('Other', {
    At: time,
    Raw: bytes,
    Config: map(untyped),
    Lists: list(list(str)),
    Flags: bigUint,
    Ratio: f64,
    Wait: duration,
    Maybe: nullable(str),
  })
  expect(selectorsOf(Other)).toEqual(['Flags', 'Ratio', 'Wait', 'Maybe'])
})
