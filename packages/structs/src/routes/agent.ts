import { list, map } from '@consul-ts/wire'
import { AgentMember, AgentSelf, AgentService, AgentServiceHealth } from '../agent.ts'
import { CheckRegistration, CheckUpdate, ServiceRegistration } from '../agent-registration.ts'
import { HealthCheck } from '../check.ts'
import { filtered, json, jsonBody, nothing, type Route, refused, verb } from './route.ts'

const checkWrite = refused('node:write, service:write')
const maintenance = { enable: 'bool', reason: 'text' } as const

function checkResult(summary: string): Route['methods'] {
  return { PUT: verb({ summary, parameters: { note: 'text' }, acl: checkWrite, reply: nothing }) }
}

export const agentRoutes = [
  {
    name: 'agentSelf',
    path: '/v1/agent/self',
    methods: {
      GET: verb({ summary: 'This agent', acl: refused('agent:read'), reply: json(AgentSelf) }),
    },
  },
  {
    name: 'agentMembers',
    path: '/v1/agent/members',
    methods: {
      GET: verb({
        summary: 'The gossip pool as this agent sees it',
        parameters: { wan: 'flag', segment: 'text' },
        acl: filtered('node:read'),
        reply: json(list(AgentMember)),
      }),
    },
  },
  {
    name: 'agentMaintenance',
    path: '/v1/agent/maintenance',
    methods: {
      PUT: verb({
        summary: 'Takes this node out of service, or puts it back',
        parameters: maintenance,
        acl: refused('node:write'),
        reply: nothing,
      }),
    },
  },
  {
    name: 'agentServices',
    path: '/v1/agent/services',
    methods: {
      GET: verb({
        summary: 'The services of this agent by id',
        filter: true,
        acl: filtered('service:read'),
        reply: json(map(AgentService)),
      }),
    },
  },
  {
    name: 'agentService',
    path: '/v1/agent/service/:id',
    methods: {
      GET: verb({
        summary: 'A service of this agent; waits for it to differ from `hash`',
        parameters: { hash: 'text', wait: 'duration' },
        acl: refused('service:read'),
        reply: json(AgentService),
      }),
    },
  },
  {
    name: 'agentServiceRegister',
    path: '/v1/agent/service/register',
    methods: {
      PUT: verb({
        summary: 'Registers a service, with its checks',
        parameters: { 'replace-existing-checks': 'flag' },
        acl: refused('service:write'),
        body: jsonBody(ServiceRegistration),
        reply: nothing,
      }),
    },
  },
  {
    name: 'agentServiceDeregister',
    path: '/v1/agent/service/deregister/:id',
    methods: {
      PUT: verb({
        summary: 'Removes a service and its checks',
        acl: refused('service:write'),
        reply: nothing,
      }),
    },
  },
  {
    name: 'agentServiceMaintenance',
    path: '/v1/agent/service/maintenance/:id',
    methods: {
      PUT: verb({
        summary: 'Takes a service out of service, or puts it back',
        parameters: maintenance,
        acl: refused('service:write'),
        reply: nothing,
      }),
    },
  },
  {
    name: 'agentHealthServiceByName',
    path: '/v1/agent/health/service/name/:name',
    methods: {
      GET: verb({
        summary: 'The health of the instances of a service; the status code sums it up',
        parameters: { format: 'text' },
        acl: refused('service:read'),
        reply: json(list(AgentServiceHealth)),
      }),
    },
  },
  {
    name: 'agentHealthServiceById',
    path: '/v1/agent/health/service/id/:id',
    methods: {
      GET: verb({
        summary: 'The health of one instance; the status code sums it up',
        parameters: { format: 'text' },
        acl: refused('service:read'),
        reply: json(AgentServiceHealth),
      }),
    },
  },
  {
    name: 'agentChecks',
    path: '/v1/agent/checks',
    methods: {
      GET: verb({
        summary: 'The checks of this agent by id',
        filter: true,
        acl: filtered('node:read, service:read'),
        reply: json(map(HealthCheck)),
      }),
    },
  },
  {
    name: 'agentCheckRegister',
    path: '/v1/agent/check/register',
    methods: {
      PUT: verb({
        summary: 'Registers a check of the node or of a service',
        acl: checkWrite,
        body: jsonBody(CheckRegistration),
        reply: nothing,
      }),
    },
  },
  {
    name: 'agentCheckDeregister',
    path: '/v1/agent/check/deregister/:id',
    methods: { PUT: verb({ summary: 'Removes a check', acl: checkWrite, reply: nothing }) },
  },
  {
    name: 'agentCheckPass',
    path: '/v1/agent/check/pass/:id',
    methods: checkResult('Reports a TTL check as passing'),
  },
  {
    name: 'agentCheckWarn',
    path: '/v1/agent/check/warn/:id',
    methods: checkResult('Reports a TTL check as warning'),
  },
  {
    name: 'agentCheckFail',
    path: '/v1/agent/check/fail/:id',
    methods: checkResult('Reports a TTL check as critical'),
  },
  {
    name: 'agentCheckUpdate',
    path: '/v1/agent/check/update/:id',
    methods: {
      PUT: verb({
        summary: 'Reports a TTL check with status and output',
        acl: checkWrite,
        body: jsonBody(CheckUpdate),
        reply: nothing,
      }),
    },
  },
] as const satisfies readonly Route[]
