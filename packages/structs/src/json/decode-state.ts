import { type JsonKind, JsonReader } from '@consul-ts/wire'

/**
 * One decoding on its way: the text that is left, where in the record we are, and the first thing that was wrong.
 * As in Go, values of a wrong type do not end the decoding: text that is no JSON at all is the graver error, wherever
 * it stands.
 */
export class DecodeState {
  readonly reader: JsonReader
  /** Unknown keys are skipped everywhere. */
  readonly skipUnknown: boolean
  #error: string | undefined
  #record = ''
  readonly #path: string[] = []
  /** How many records with decoders of their own we are in, save one at the top. */
  #opaque = 0

  constructor(text: string, skipUnknown: boolean) {
    this.reader = new JsonReader(text)
    this.skipUnknown = skipUnknown
  }

  /** What was wrong first, if anything was. */
  get error(): string | undefined {
    return this.#error
  }

  fail(message: string): void {
    this.#error ??= message
  }

  /** Notes that the next value cannot become a `goType`, and steps over it. */
  mismatch(kind: JsonKind, goType: string): void {
    this.reader.skip()
    this.mismatched(kind, goType)
  }

  /** Notes that the value just taken, a `found` as Go calls it, cannot become a `goType`. */
  mismatched(found: string, goType: string): void {
    const field = [this.#record, ...this.#path].join('.')
    const where = this.#path.length === 0 ? 'value' : `struct field ${field}`
    this.fail(`json: cannot unmarshal ${found} into Go ${where} of type ${goType}`)
  }

  /** Goes into a record; returns whether its fields are to be told apart in errors. */
  enterRecord(ownDecoder: boolean): boolean {
    if (ownDecoder && this.#path.length > 0) this.#opaque++
    return this.#opaque === 0
  }

  leaveRecord(ownDecoder: boolean): void {
    if (ownDecoder && this.#path.length > 0) this.#opaque--
  }

  enterField(record: string, field: string): void {
    this.#record = record
    this.#path.push(field)
  }

  leaveField(): void {
    this.#path.pop()
  }
}
