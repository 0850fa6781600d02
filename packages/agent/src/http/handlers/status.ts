import { DCSpecificRequest } from '@consul-ts/structs'
import { list, str } from '@consul-ts/wire'
import type { HttpReply } from '../../ports/http-listener.ts'
import type { Exchange } from '../exchange.ts'
import type { Handlers } from '../http-face.ts'

export const statusHandlers: Handlers<'statusLeader' | 'statusPeers'> = {
  statusLeader: { GET: leader },
  statusPeers: { GET: peers },
}

const addresses = list(str)

async function leader(exchange: Exchange): Promise<HttpReply> {
  return exchange.json(
    str,
    await exchange.call('Status.Leader', DCSpecificRequest.create({ Datacenter: exchange.datacenter })),
  )
}

async function peers(exchange: Exchange): Promise<HttpReply> {
  return exchange.json(
    addresses,
    (await exchange.call('Status.Peers', DCSpecificRequest.create({ Datacenter: exchange.datacenter }))) ??
      [],
  )
}
