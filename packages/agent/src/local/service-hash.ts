import { createHash } from 'node:crypto'
import type { NodeService } from '@consul-ts/structs'
import { canonicalText } from './canonical-text.ts'

/** A fingerprint of all that an agent shows of a service: 16 hexadecimal digits, other ones for another content. */
export function serviceHash(service: NodeService): string {
  const { CreateIndex: _, ModifyIndex: __, LocallyRegisteredAsSidecar: ___, ...shown } = service
  return createHash('sha256').update(canonicalText(shown)).digest('hex').slice(0, 16)
}
