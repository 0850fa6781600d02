const words: Readonly<Record<string, boolean>> = {
  1: true,
  t: true,
  T: true,
  true: true,
  TRUE: true,
  True: true,
  0: false,
  f: false,
  F: false,
  false: false,
  FALSE: false,
  False: false,
}

/** A boolean as Go's `strconv.ParseBool` takes it; undefined for any other text. */
export function parseBool(text: string): boolean | undefined {
  return Object.hasOwn(words, text) ? words[text] : undefined
}
