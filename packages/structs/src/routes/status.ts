import { list, str } from '@consul-ts/wire'
import { json, type Route, verb } from './route.ts'

export const statusRoutes = [
  {
    name: 'statusLeader',
    path: '/v1/status/leader',
    methods: { GET: verb({ summary: 'RPC address of the leader, or ""', reply: json(str) }) },
  },
  {
    name: 'statusPeers',
    path: '/v1/status/peers',
    methods: { GET: verb({ summary: 'RPC addresses of all servers', reply: json(list(str)) }) },
  },
] as const satisfies readonly Route[]
