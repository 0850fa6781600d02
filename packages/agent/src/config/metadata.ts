const pairsMax = 64
const keyLengthMax = 128
const valueLengthMax = 512
const reservedPrefix = 'consul-'

/** What is wrong with a node's or a service's metadata, in the reference's words; undefined when nothing is. */
export function metadataProblem(
  meta: Readonly<Record<string, string>>,
  { reservedAllowed = false }: { readonly reservedAllowed?: boolean } = {},
): string | undefined {
  const pairs = Object.entries(meta)
  if (pairs.length > pairsMax) return `Node metadata cannot contain more than ${pairsMax} key/value pairs`
  for (const [key, value] of pairs) {
    const problem = pairProblem(key, value, reservedAllowed)
    if (problem !== undefined) return `Couldn't load metadata pair ('${key}', '${value}'): ${problem}`
  }
  return undefined
}

function pairProblem(key: string, value: string, reservedAllowed: boolean): string | undefined {
  if (key === '') return 'Key cannot be blank'
  if (!/^[a-zA-Z0-9_-]+$/.test(key)) return 'Key contains invalid characters'
  if (key.length > keyLengthMax) return `Key is too long (limit: ${keyLengthMax} characters)`
  if (key.startsWith(reservedPrefix) && !reservedAllowed) {
    return `Key prefix '${reservedPrefix}' is reserved for internal use`
  }
  if (Buffer.byteLength(value) > valueLengthMax) {
    return `Value is too long (limit: ${valueLengthMax} characters)`
  }
  return undefined
}
