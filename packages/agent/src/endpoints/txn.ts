import { txnRead } from '@consul-ts/state-store'
import type { TxnError, TxnOp, TxnResponse } from '@consul-ts/structs'
import type { Endpoint, EndpointContext } from './endpoint.ts'

export function txnEndpoint(context: EndpointContext): Endpoint<'Txn.Apply' | 'Txn.Read'> {
  return {
    'Txn.Apply': async (request) => {
      const Errors = vet(request.Ops ?? [], context)
      if (Errors.length > 0) return { Results: null, Errors }
      const answer = await context.apply({ kind: 'txn', request })
      return answer.kind === 'txn' ? answer.response : noResults
    },

    'Txn.Read': async (request, options) => {
      const ops = request.Ops ?? []
      const Errors = vet(ops, context)
      const { value, meta } = await context.read(
        request,
        (view) => ({ index: 0, value: Errors.length > 0 ? { Results: null, Errors } : txnRead(view, ops) }),
        options,
      )
      return { ...value, ...meta, Index: 0 }
    },
  }
}

const noResults: TxnResponse = { Results: null, Errors: null }

/** What is decided before the log and outside the store, per operation. */
function vet(ops: readonly TxnOp[], context: EndpointContext): TxnError[] {
  const errors: TxnError[] = []
  ops.forEach((op, OpIndex) => {
    const What = refusal(op, context)
    if (What !== undefined) errors.push({ OpIndex, What })
  })
  return errors
}

function refusal({ KV, Service }: TxnOp, context: EndpointContext): string | undefined {
  if (KV) {
    const { Key } = KV.DirEnt
    if (Key === '' && KV.Verb !== 'delete-tree') return 'Must provide key'
    if (KV.Verb === 'lock' && context.lockDelays.isDelayed(Key)) {
      return `failed to lock key ${JSON.stringify(Key)} due to lock delay`
    }
  }
  if (Service && Service.Service.ID !== '' && Service.Service.Service === '' && Service.Verb !== 'get') {
    return 'Must provide service name with ID'
  }
  return undefined
}
