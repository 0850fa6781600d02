import { bool, list } from '@consul-ts/wire'
import { Session } from '../session.ts'
import { SessionCreated, SessionInput } from '../session-input.ts'
import { blockingRead, filtered, json, jsonBody, type Route, refused, verb } from './route.ts'

const read = { acl: filtered('session:read'), reply: json(list(Session)) }

export const sessionRoutes = [
  {
    name: 'sessionCreate',
    path: '/v1/session/create',
    methods: {
      PUT: verb({
        summary: 'Creates a session on a node, by default the agent’s own',
        acl: refused('session:write'),
        body: jsonBody(SessionInput, { optional: true }),
        reply: json(SessionCreated),
      }),
    },
  },
  {
    name: 'sessionDestroy',
    path: '/v1/session/destroy/:session',
    methods: {
      PUT: verb({
        summary: 'Ends a session and its locks',
        acl: refused('session:write'),
        reply: json(bool),
      }),
    },
  },
  {
    name: 'sessionInfo',
    path: '/v1/session/info/:session',
    methods: { GET: blockingRead({ summary: 'A session, as a list of one or none', ...read }) },
  },
  {
    name: 'sessionNode',
    path: '/v1/session/node/:node',
    methods: { GET: blockingRead({ summary: 'The sessions of a node', ...read }) },
  },
  {
    name: 'sessionList',
    path: '/v1/session/list',
    methods: { GET: blockingRead({ summary: 'All sessions', ...read }) },
  },
  {
    name: 'sessionRenew',
    path: '/v1/session/renew/:session',
    methods: {
      PUT: verb({
        summary: 'Starts the TTL of a session anew',
        acl: refused('session:write'),
        reply: json(list(Session)),
      }),
    },
  },
] as const satisfies readonly Route[]
