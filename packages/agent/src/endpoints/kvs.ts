import { kvGet, kvKeys, kvList } from '@consul-ts/state-store'
import type { Endpoint, EndpointContext } from './endpoint.ts'
import { refused } from './rpc-error.ts'

export function kvsEndpoint(
  context: EndpointContext,
): Endpoint<'KVS.Apply' | 'KVS.Get' | 'KVS.List' | 'KVS.ListKeys'> {
  return {
    'KVS.Apply': async (request) => {
      const { Op, DirEnt } = request
      if (DirEnt.Key === '' && Op !== 'delete-tree') throw refused('Must provide key')
      // Lock delays are the leader's alone, so this is decided before the log and not by it.
      if (Op === 'lock' && context.lockDelays.isDelayed(DirEnt.Key)) return false
      // Operations without a verdict of their own answer false, and callers look at the error alone.
      const answer = await context.apply({ kind: 'kvs', request })
      return answer.kind === 'flag' && answer.value
    },

    'KVS.Get': async (request, options) => {
      const { value, meta } = await context.read(
        request,
        (view, watch) => kvGet(view, request.Key, watch),
        options,
      )
      return { Entries: value ? [value] : null, ...meta }
    },

    'KVS.List': async (request, options) => {
      const { value, meta } = await context.read(
        request,
        (view, watch) => kvList(view, request.Key, watch),
        options,
      )
      return { Entries: value.length > 0 ? value : null, ...meta }
    },

    'KVS.ListKeys': async (request, options) => {
      const { Prefix: prefix, Seperator: separator } = request
      const { value, meta } = await context.read(
        request,
        (view, watch) => kvKeys(view, { prefix, separator }, watch),
        options,
      )
      return { Keys: value.length > 0 ? value : null, ...meta }
    },
  }
}
