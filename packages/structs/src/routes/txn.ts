import { list } from '@consul-ts/wire'
import { TxnReadResponse } from '../txn.ts'
import { TxnInput } from '../txn-input.ts'
import { json, jsonBody, type Route, refused, verb } from './route.ts'

export const txnRoutes = [
  {
    name: 'txn',
    path: '/v1/txn',
    methods: {
      PUT: verb({
        summary: 'Carries out all operations or none; the index and the like are told where all only read',
        consistency: 'plain',
        acl: refused('of each operation'),
        body: jsonBody(list(TxnInput)),
        reply: json(TxnReadResponse),
      }),
    },
  },
] as const satisfies readonly Route[]
