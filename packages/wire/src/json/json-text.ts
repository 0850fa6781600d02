/**
 * JSON as Go's encoder writes it: `<`, `>` and `&` are escaped so that the text is safe inside HTML, U+2028 and
 * U+2029 so that it is safe inside JavaScript.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const special = /["\\<>&\u0000-\u001f\u2028\u2029]/
const specials = new RegExp(special, 'g')

/** A string with its quotes. */
export function quoteJson(value: string): string {
  return isPlain(value) ? `"${value}"` : `"${value.replace(specials, escaped)}"`
}

function isPlain(value: string): boolean {
  const { length } = value
  if (length > shortTextMax) return !special.test(value)
  // Most texts are short names; to start a regular expression costs more than to look at each character.
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i)
    if (code < 0x80 ? isSpecial[code] : code === 0x2028 || code === 0x2029) return false
  }
  return true
}

const shortTextMax = 32
const isSpecial = Array.from({ length: 0x80 }, (_, code) => special.test(String.fromCharCode(code)))

function escaped(character: string): string {
  switch (character) {
    case '"':
      return '\\"'
    case '\\':
      return '\\\\'
    case '\n':
      return '\\n'
    case '\r':
      return '\\r'
    case '\t':
      return '\\t'
    default:
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  }
}

/** A float, in the shortest form that reads back as the same. Infinities and NaN have none and become null. */
export function formatJsonFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  return Number.isFinite(value) ? String(value) : 'null'
}

/** A float of 32 bits, in the shortest form that reads back as the same 32 bits. */
export function formatJsonFloat32(value: number): string {
  if (value === 0) return formatJsonFloat(value)
  for (let digits = 1; digits <= float32DigitsMax; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return formatJsonFloat(short)
  }
  return formatJsonFloat(value)
}

const float32DigitsMax = 9

/** Keys in the order of their UTF-8 bytes. Sorts in place. */
export function sortKeys(keys: string[]): string[] {
  keys.sort()
  // Code units and bytes sort alike but for surrogates.
  return keys.some((key) => surrogate.test(key)) ? keys.sort(compareCodePoints) : keys
}

const surrogate = /[\ud800-\udfff]/

function compareCodePoints(a: string, b: string): number {
  const left = [...a]
  const right = [...b]
  for (let i = 0; i < left.length && i < right.length; i++) {
    const difference = (left[i]?.codePointAt(0) ?? 0) - (right[i]?.codePointAt(0) ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** Minimised JSON text, laid out over lines; empty lists and objects stay on one. */
export function indentJson(json: string, indent: string): string {
  let out = ''
  let copied = 0
  let newline = '\n'
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case quoteMark:
        at = endOfString(json, at)
        break
      case openBrace:
      case openBracket: {
        const next = json.charCodeAt(at + 1)
        if (next === closeBrace || next === closeBracket) {
          at++
          break
        }
        newline += indent
        out += json.slice(copied, at + 1) + newline
        copied = at + 1
        break
      }
      case closeBrace:
      case closeBracket:
        newline = newline.slice(0, newline.length - indent.length)
        out += json.slice(copied, at) + newline
        copied = at
        break
      case comma:
        out += json.slice(copied, at + 1) + newline
        copied = at + 1
        break
      case colon:
        out += `${json.slice(copied, at + 1)} `
        copied = at + 1
        break
    }
  }
  return out + json.slice(copied)
}

const quoteMark = 0x22
const comma = 0x2c
const colon = 0x3a
const openBracket = 0x5b
const closeBracket = 0x5d
const openBrace = 0x7b
const closeBrace = 0x7d

function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1)
  while (end > 0 && isEscaped(json, end)) end = json.indexOf('"', end + 1)
  return end < 0 ? json.length : end
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(json: string, at: number): boolean {
  let backslashes = 0
  while (json.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++
  return backslashes % 2 === 1
}
