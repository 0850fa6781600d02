/** A digit of the standard alphabet. */
const digit = /[A-Za-z0-9+/]/

/** Decodes standard base64, or says at which byte it is wrong as Go's decoder does. Line breaks are ignored. */
export function decodeBase64(text: string): Uint8Array | number {
  const fault = faultOf(text)
  if (fault !== undefined) return fault
  const { buffer, byteOffset, byteLength } = Buffer.from(text, 'base64')
  return new Uint8Array(buffer, byteOffset, byteLength)
}

const wellFormed = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function faultOf(text: string): number | undefined {
  if (wellFormed.test(text)) return undefined
  // Only text that is wrong, or has line breaks, gets here: place by place.
  let digits = 0
  let at = 0
  const skipBreaks = (): void => {
    while (text[at] === '\n' || text[at] === '\r') at++
  }
  for (skipBreaks(); at < text.length; at++, skipBreaks()) {
    const character = text[at] as string
    if (digit.test(character)) digits++
    else if (character === '=') break
    else return at
  }
  const open = digits % 4
  if (at >= text.length) return open === 0 ? undefined : text.length - open
  // A padding: none may come after less than two digits, and two must come after exactly two.
  if (open < 2) return at
  at++
  skipBreaks()
  if (open === 2) {
    if (at >= text.length) return text.length
    if (text[at] !== '=') return at
    at++
    skipBreaks()
  }
  return at < text.length ? at : undefined
}
