import {
  DeregisterRequest,
  Node,
  NodeServiceList,
  NodeServices,
  RegisterRequest,
  ServiceNode,
  type ServiceSpecificRequest,
} from '@consul-ts/structs'
import { bool, list, map, nullable, str } from '@consul-ts/wire'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import type { Handlers } from '../http-face.ts'

export const catalogHandlers: Handlers<
  | 'catalogRegister'
  | 'catalogDeregister'
  | 'catalogDatacenters'
  | 'catalogNodes'
  | 'catalogServices'
  | 'catalogService'
  | 'catalogNode'
  | 'catalogNodeServices'
> = {
  catalogRegister: { PUT: register },
  catalogDeregister: { PUT: deregister },
  catalogDatacenters: { GET: datacenters },
  catalogNodes: { GET: nodes },
  catalogServices: { GET: services },
  catalogService: { GET: service },
  catalogNode: { GET: node },
  catalogNodeServices: { GET: nodeServices },
}

const datacenterList = list(str)
const nodeList = list(Node)
const tagsByService = map(list(str))
const instanceList = list(ServiceNode)
const nodeWithServices = nullable(NodeServices)

async function register(exchange: Exchange): Promise<HttpReply> {
  const request = await exchange.decodeBody(RegisterRequest)
  const { Datacenter, Token } = exchange.write
  await exchange.call('Catalog.Register', {
    ...request,
    Datacenter: request.Datacenter || Datacenter,
    Token: request.Token || Token,
  })
  return exchange.json(bool, true)
}

async function deregister(exchange: Exchange): Promise<HttpReply> {
  const request = await exchange.decodeBody(DeregisterRequest)
  const { Datacenter, Token } = exchange.write
  await exchange.call('Catalog.Deregister', {
    ...request,
    Datacenter: request.Datacenter || Datacenter,
    Token: request.Token || Token,
  })
  return exchange.json(bool, true)
}

async function datacenters(exchange: Exchange): Promise<HttpReply> {
  return exchange.json(
    datacenterList,
    (await exchange.call('Catalog.ListDatacenters', exchange.plainOptions)) ?? [],
  )
}

async function nodes(exchange: Exchange): Promise<HttpReply> {
  const reply = await exchange.read('Catalog.ListNodes', {
    Datacenter: exchange.datacenter,
    NodeMetaFilters: exchange.nodeMeta,
    Source: exchange.source,
  })
  return exchange.json(nodeList, reply.Nodes ?? [])
}

async function services(exchange: Exchange): Promise<HttpReply> {
  const reply = await exchange.read('Catalog.ListServices', {
    Datacenter: exchange.datacenter,
    NodeMetaFilters: exchange.nodeMeta,
    Source: exchange.source,
  })
  return exchange.json(tagsByService, reply.Services ?? {})
}

/** What `catalog/service` and `health/service` ask for alike. */
export function serviceRequest(
  exchange: Exchange,
): Omit<ServiceSpecificRequest, keyof typeof exchange.plainOptions> {
  const ServiceName = exchange.requireRest('Missing service name')
  const tags = exchange.query.all('tag')
  return {
    Datacenter: exchange.datacenter,
    NodeMetaFilters: exchange.nodeMeta,
    ServiceName,
    ServiceTag: '',
    ServiceTags: tags.length > 0 ? tags : null,
    ServiceAddress: '',
    TagFilter: tags.length > 0,
    Source: exchange.source,
    Connect: false,
    Ingress: false,
  }
}

async function service(exchange: Exchange): Promise<HttpReply> {
  const reply = await exchange.read('Catalog.ServiceNodes', serviceRequest(exchange))
  return exchange.json(instanceList, reply.ServiceNodes ?? [])
}

async function node(exchange: Exchange): Promise<HttpReply> {
  const Node = exchange.requireRest('Missing node name')
  const reply = await exchange.read('Catalog.NodeServices', { Datacenter: exchange.datacenter, Node })
  return exchange.json(nodeWithServices, reply.NodeServices)
}

async function nodeServices(exchange: Exchange): Promise<HttpReply> {
  const Node = exchange.requireRest('Missing node name')
  const reply = await exchange.read('Catalog.NodeServiceList', { Datacenter: exchange.datacenter, Node })
  return exchange.json(NodeServiceList, reply.NodeServices)
}
