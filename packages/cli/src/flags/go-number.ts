/** Go's spellings of a boolean; undefined for any other text. */
export function parseGoBool(text: string): boolean | undefined {
  if (/^(1|t|T|true|TRUE|True)$/.test(text)) return true
  if (/^(0|f|F|false|FALSE|False)$/.test(text)) return false
  return undefined
}

/** A Go integer literal: decimal, 0x…, 0b…, 0o… or 0…; undefined for any other text. */
export function parseGoInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[1-9]\d*|0)$/.exec(text)
  if (!match) return undefined
  const [, sign, digits = ''] = match
  const value = BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits)
  return sign === '-' ? -value : value
}
