import { bool, list, map, nullable, str } from '@consul-ts/wire'
import { DeregisterRequest, RegisterRequest } from '../catalog.ts'
import { Node } from '../node.ts'
import { NodeServiceList, NodeServices, ServiceNode } from '../service.ts'
import { discoveryRead, filtered, json, jsonBody, type Route, refused, verb } from './route.ts'

const distance = { near: 'text', 'node-meta': 'texts' } as const

export const catalogRoutes = [
  {
    name: 'catalogRegister',
    path: '/v1/catalog/register',
    methods: {
      PUT: verb({
        summary: 'Puts a node, a service of it and checks into the catalog',
        acl: refused('node:write, service:write'),
        body: jsonBody(RegisterRequest),
        reply: json(bool),
      }),
    },
  },
  {
    name: 'catalogDeregister',
    path: '/v1/catalog/deregister',
    methods: {
      PUT: verb({
        summary: 'Takes a node, a service or a check out of the catalog',
        acl: refused('node:write, service:write'),
        body: jsonBody(DeregisterRequest),
        reply: json(bool),
      }),
    },
  },
  {
    name: 'catalogDatacenters',
    path: '/v1/catalog/datacenters',
    methods: { GET: verb({ summary: 'Names of all datacenters, nearest first', reply: json(list(str)) }) },
  },
  {
    name: 'catalogNodes',
    path: '/v1/catalog/nodes',
    methods: {
      GET: discoveryRead({
        summary: 'All nodes',
        parameters: distance,
        filter: true,
        acl: filtered('node:read'),
        reply: json(list(Node)),
      }),
    },
  },
  {
    name: 'catalogServices',
    path: '/v1/catalog/services',
    methods: {
      GET: discoveryRead({
        summary: 'All service names with their tags',
        parameters: { 'node-meta': 'texts' },
        acl: filtered('service:read'),
        reply: json(map(list(str))),
      }),
    },
  },
  {
    name: 'catalogService',
    path: '/v1/catalog/service/:service',
    methods: {
      GET: discoveryRead({
        summary: 'The instances of a service',
        parameters: { ...distance, tag: 'texts' },
        filter: true,
        acl: filtered('node:read, service:read'),
        reply: json(list(ServiceNode)),
      }),
    },
  },
  {
    name: 'catalogNode',
    path: '/v1/catalog/node/:node',
    methods: {
      GET: discoveryRead({
        summary: 'A node, by name or id, with its services by id; null when there is none',
        filter: true,
        acl: filtered('node:read, service:read'),
        reply: json(nullable(NodeServices)),
      }),
    },
  },
  {
    name: 'catalogNodeServices',
    path: '/v1/catalog/node-services/:node',
    methods: {
      GET: discoveryRead({
        summary: 'A node, by name or id, with a list of its services',
        filter: true,
        acl: filtered('node:read, service:read'),
        reply: json(NodeServiceList),
      }),
    },
  },
] as const satisfies readonly Route[]
