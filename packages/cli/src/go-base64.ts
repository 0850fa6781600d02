/** What Go's decoder made of a text, and where it met what is no base 64. */
export interface Decoded {
  readonly bytes: Uint8Array
  /** Offset of the first thing wrong; what stands before it is decoded. */
  readonly corruptAt: number | undefined
}

/** Decodes padded standard base 64, in which line breaks do not count. */
export function decodeBase64(text: string): Decoded {
  let quads = ''
  let quad = ''
  const stop = (corruptAt: number): Decoded => ({ bytes: Buffer.from(quads, 'base64'), corruptAt })
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (char === '\n' || char === '\r') continue
    if (char === '=') {
      const padding = quad.length === 2 ? /^=[\r\n]*=/ : quad.length === 3 ? /^=/ : undefined
      const [given] = padding?.exec(text.slice(at)) ?? []
      if (given === undefined) return stop(quad.length === 2 ? text.length : at)
      const rest = /[^\r\n]/.exec(text.slice(at + given.length))
      const bytes = Buffer.from(quads + quad, 'base64')
      return { bytes, corruptAt: rest ? at + given.length + rest.index : undefined }
    }
    if (!/[A-Za-z0-9+/]/.test(char)) return stop(at)
    quad += char
    if (quad.length === 4) {
      quads += quad
      quad = ''
    }
  }
  return quad === ''
    ? { bytes: Buffer.from(quads, 'base64'), corruptAt: undefined }
    : stop(text.length - quad.length)
}
