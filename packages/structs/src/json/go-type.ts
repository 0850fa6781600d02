import type { RecordType, Type } from '@consul-ts/wire'

/** What Go calls the type, for error texts that have to read like its own. */
export function goTypeOf(type: Type<unknown>): string {
  switch (type.kind) {
    case 'str':
      return 'string'
    case 'int':
      return 'int'
    case 'uint':
      return `uint${type.bits}`
    case 'bigUint':
      return 'uint64'
    case 'float':
      return `float${type.bits}`
    case 'duration':
      return 'time.Duration'
    case 'time':
      return 'time.Time'
    case 'bytes':
      return '[]uint8'
    case 'list':
      return type.json.goType ?? `[]${itemType(type)}`
    case 'map':
      return `map[string]${itemType(type)}`
    case 'nullable':
    case 'custom':
      return itemType(type)
    case 'record':
      if (type.item) return goTypeOf(type.item)
      return type.json.goType ?? `structs.${(type as RecordType<unknown>).name}`
    case 'untyped':
      return 'interface {}'
    case 'bool':
      return 'bool'
  }
}

function itemType(type: Type<unknown>): string {
  return type.item ? goTypeOf(type.item) : 'interface {}'
}

/** The name of a record's Go type without its package. */
export function structNameOf(type: RecordType<unknown>): string {
  const name = goTypeOf(type)
  return name.slice(name.lastIndexOf('.') + 1)
}
