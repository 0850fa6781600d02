import { bool, list } from '@consul-ts/wire'
import { DirEntry } from '../kv.ts'
import { blockingRead, json, type Route, refused, verb } from './route.ts'

export const kvRoutes = [
  {
    name: 'kv',
    path: '/v1/kv/*key',
    methods: {
      GET: blockingRead({
        summary: 'A key, all keys below a prefix, or the names alone',
        parameters: { recurse: 'flag', raw: 'flag', keys: 'flag', separator: 'text' },
        acl: refused('key:read, key:list'),
        reply: json(list(DirEntry)),
      }),
      PUT: verb({
        summary: 'Stores the body under a key, always or on a condition, or locks or unlocks it',
        parameters: { flags: 'uint', cas: 'uint', acquire: 'text', release: 'text' },
        acl: refused('key:write'),
        body: { kind: 'bytes' },
        reply: json(bool),
      }),
      DELETE: verb({
        summary: 'Removes a key, or all below a prefix',
        parameters: { recurse: 'flag', cas: 'uint' },
        acl: refused('key:write'),
        reply: json(bool),
      }),
    },
  },
] as const satisfies readonly Route[]
