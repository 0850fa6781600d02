/** Ids of sessions compare by their bytes: hyphens and case do not count. */
export type UuidKey = { readonly key: string } | { readonly error: string }

const uuidTextLength = 36
const hyphensMax = 4

/** A whole id as a key; the error texts are the reference's. */
export function uuidKey(id: string): UuidKey {
  if (id.length !== uuidTextLength) return { error: `UUID must be ${uuidTextLength} characters` }
  return hexKey(id)
}

/** The beginning of an id as the beginning of its key. */
export function uuidPrefixKey(id: string): UuidKey {
  if (id.length > uuidTextLength) {
    return { error: `Invalid UUID length. UUID have ${uuidTextLength} characters; got ${id.length}` }
  }
  return hexKey(id)
}

/** An id of strict form, as node ids are. */
export function strictUuidKey(id: string): UuidKey {
  if (id.length !== uuidTextLength) return { error: 'uuid string is wrong length' }
  if (id[8] !== '-' || id[13] !== '-' || id[18] !== '-' || id[23] !== '-') {
    return { error: 'uuid is improperly formatted' }
  }
  const hex = id.slice(0, 8) + id.slice(9, 13) + id.slice(14, 18) + id.slice(19, 23) + id.slice(24)
  const error = hexError(hex)
  return error === undefined ? { key: hex.toLowerCase() } : { error }
}

function hexKey(id: string): UuidKey {
  const hex = id.replaceAll('-', '')
  const hyphens = id.length - hex.length
  if (hyphens > hyphensMax) return { error: `UUID should have maximum of ${hyphensMax} "-"; got ${hyphens}` }
  if (hex.length % 2 !== 0) return { error: 'Input (without hyphens) must be even length' }
  const error = hexError(hex)
  return error === undefined ? { key: hex.toLowerCase() } : { error: `Invalid UUID: ${error}` }
}

function hexError(hex: string): string | undefined {
  const bad = /[^0-9a-fA-F]/.exec(hex)?.[0]
  if (bad === undefined) return undefined
  const code = (bad.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')
  return `encoding/hex: invalid byte: U+${code} '${bad}'`
}
