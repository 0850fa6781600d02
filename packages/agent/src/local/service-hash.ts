import { createHash } from 'node:crypto'
import type { LocalState } from '@consul-ts/anti-entropy'
import type { NodeService } from '@consul-ts/structs'
import { canonicalText } from './canonical-text.ts'

/** A fingerprint of all that an agent shows of a service: 16 hexadecimal digits, other ones for another content. */
export function serviceHash(service: NodeService): string {
  const { CreateIndex: _, ModifyIndex: __, LocallyRegisteredAsSidecar: ___, ...shown } = service
  return createHash('sha256').update(canonicalText(shown)).digest('hex').slice(0, 16)
}

/** Resolves when a service is no more, or is another than the one with this hash; rejects with `signal.reason`. */
export function untilServiceDiffers(
  state: LocalState,
  { id, hash }: { readonly id: string; readonly hash: string },
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const differs = (): boolean => {
    const service = state.service(id)
    return service === undefined || serviceHash(service) !== hash
  }
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    if (differs()) return resolve()
    const end = (settle: () => void): void => {
      unsubscribe()
      signal.removeEventListener('abort', abort)
      settle()
    }
    const abort = (): void => end(() => reject(signal.reason))
    const unsubscribe = state.subscribe((change) => {
      if (change.kind === 'service' && change.id === id && differs()) end(resolve)
    })
    signal.addEventListener('abort', abort)
  })
}
