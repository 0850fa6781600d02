import { list } from '@consul-ts/wire'
import { HealthCheck } from '../check.ts'
import { CheckServiceNode } from '../health.ts'
import { discoveryRead, filtered, json, type Route } from './route.ts'

const distance = { near: 'text', 'node-meta': 'texts' } as const
const acl = filtered('node:read, service:read')

export const healthRoutes = [
  {
    name: 'healthNode',
    path: '/v1/health/node/:node',
    methods: {
      GET: discoveryRead({
        summary: 'The checks of a node and of its services',
        filter: true,
        acl,
        reply: json(list(HealthCheck)),
      }),
    },
  },
  {
    name: 'healthChecks',
    path: '/v1/health/checks/:service',
    methods: {
      GET: discoveryRead({
        summary: 'The checks of a service',
        parameters: distance,
        filter: true,
        acl,
        reply: json(list(HealthCheck)),
      }),
    },
  },
  {
    name: 'healthState',
    path: '/v1/health/state/:state',
    methods: {
      GET: discoveryRead({
        summary: 'The checks that are passing, warning or critical, or any',
        parameters: distance,
        filter: true,
        acl,
        reply: json(list(HealthCheck)),
      }),
    },
  },
  {
    name: 'healthService',
    path: '/v1/health/service/:service',
    methods: {
      GET: discoveryRead({
        summary: 'The instances of a service with their nodes and checks',
        parameters: { ...distance, tag: 'texts', passing: 'bool' },
        filter: true,
        acl,
        reply: json(list(CheckServiceNode)),
      }),
    },
  },
] as const satisfies readonly Route[]
