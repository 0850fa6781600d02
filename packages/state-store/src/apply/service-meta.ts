import type { NodeService } from '@consul-ts/structs'
import type { Refusal } from './command-txn.ts'

const metaPairsMax = 64
const metaKeyBytesMax = 128
const metaValueBytesMax = 512

const reservedPrefix = 'consul-'

/** The reserved key that mesh gateways set to take part in federation. */
const wanFederationKey = 'consul-wan-federation'

const utf8 = new TextEncoder()

/** Why a service's metadata is not accepted. */
export function refuseServiceMeta({ Kind, Meta }: NodeService): Refusal | undefined {
  const entries = Object.entries(Meta ?? {})
  if (entries.length > metaPairsMax) {
    return `Node metadata cannot contain more than ${metaPairsMax} key/value pairs`
  }
  for (const [key, value] of entries) {
    const refusal = refusePair(key, value, Kind)
    if (refusal !== undefined) return `Couldn't load metadata pair ('${key}', '${value}'): ${refusal}`
  }
  return undefined
}

function refusePair(key: string, value: string, kind: string): Refusal | undefined {
  if (key === '') return 'Key cannot be blank'
  if (!/^[a-zA-Z0-9_-]+$/.test(key)) return 'Key contains invalid characters'
  if (key.length > metaKeyBytesMax) return `Key is too long (limit: ${metaKeyBytesMax} characters)`
  if (key.startsWith(reservedPrefix) && !(kind === 'mesh-gateway' && key === wanFederationKey)) {
    return `Key prefix '${reservedPrefix}' is reserved for internal use`
  }
  if (utf8.encode(value).length > metaValueBytesMax) {
    return `Value is too long (limit: ${metaValueBytesMax} characters)`
  }
  return undefined
}
