import { JsonReader } from './json-reader.ts'
import { formatJsonFloat, quoteJson, sortKeys } from './json-text.ts'

/** What JSON can say. An integer beyond 2^53 is a bigint; objects have no prototype, so that no key is special. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/**
 * The first value of JSON text; like Go's streaming decoder, it does not look at what follows. Throws `WIRE_JSON`
 * with Go's text.
 */
export function parseJson(text: string): JsonValue {
  return readJsonValue(new JsonReader(text), exactNumber)
}

/** Reads the next value of any kind. */
export function readJsonValue<N extends number | bigint>(
  reader: JsonReader,
  toNumber: (literal: string) => N,
): JsonValue {
  switch (reader.kind()) {
    case 'object': {
      const object: Record<string, JsonValue> = Object.create(null)
      reader.openObject()
      for (let key = reader.nextKey(); key !== undefined; key = reader.nextKey()) {
        object[key] = readJsonValue(reader, toNumber)
      }
      return object
    }
    case 'array': {
      const items: JsonValue[] = []
      reader.openArray()
      while (reader.nextItem()) items.push(readJsonValue(reader, toNumber))
      return items
    }
    case 'string':
      return reader.string()
    case 'number':
      return toNumber(reader.number())
    case 'bool':
      return reader.bool()
    case 'null':
      reader.null()
      return null
  }
}

function exactNumber(literal: string): number | bigint {
  const value = Number(literal)
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(literal) ? value : BigInt(literal)
}

/** JSON text of any value, minimised, with keys sorted as Go sorts those of a map. */
export function formatJson(value: JsonValue): string {
  switch (typeof value) {
    case 'string':
      return quoteJson(value)
    case 'number':
      return formatJsonFloat(value)
    case 'bigint':
    case 'boolean':
      return String(value)
    default:
      if (value === null) return 'null'
      if (isArray(value)) return `[${value.map(formatJson).join(',')}]`
      return `{${sortKeys(Object.keys(value))
        .map((key) => `${quoteJson(key)}:${formatJson(value[key] as JsonValue)}`)
        .join(',')}}`
  }
}

function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value)
}
