const utf8 = new TextEncoder()

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
const notAscii = /[^\x00-\x7f]/

/** Ends each part of a key that is made of several. */
export const keySeparator = '\0'

/**
 * Text as a key that sorts as its UTF-8 bytes do: Go compares bytes, JavaScript code units. One character a byte,
 * so ASCII is its own key.
 */
export function exactKey(text: string): string {
  if (!notAscii.test(text)) return text
  let key = ''
  for (const byte of utf8.encode(text)) key += String.fromCharCode(byte)
  return key
}

/** `exactKey` of the text in lower case, for names that are matched without regard to case. */
export function foldedKey(text: string): string {
  return exactKey(lowerCase(text))
}

/**
 * Lower case as Go's `strings.ToLower` has it: each character by itself and to a single one, so that neither a final
 * sigma nor the dotted capital I depends on its surroundings.
 */
export function lowerCase(text: string): string {
  if (!notAscii.test(text)) return text.toLowerCase()
  let lower = ''
  for (const character of text)
    lower += String.fromCodePoint(character.toLowerCase().codePointAt(0) as number)
  return lower
}
