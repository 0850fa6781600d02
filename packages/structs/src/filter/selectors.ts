import type { Field, RecordType, Type } from '@consul-ts/wire'
import type { MatchOperator } from './expression.ts'

/** What a selector leads to, and so which operators it knows. */
export type Selectable =
  | { readonly kind: 'string' | 'int' | 'uint' | 'float' | 'bool' }
  | { readonly kind: 'strings' }
  | { readonly kind: 'record'; readonly type: RecordType<unknown> }
  /** Of records: a selector goes through all of them. */
  | { readonly kind: 'list'; readonly item: Selectable }
  | { readonly kind: 'map'; readonly item: Selectable }

/** Whatever record they are in: indexes, hashes, and the inner workings of a definition. */
const notSelectable: ReadonlySet<string> = new Set([
  'CreateIndex',
  'ModifyIndex',
  'ContentHash',
  'Definition',
  'SidecarService',
])

/** The type of the field that `name` selects; undefined when there is none or it is none to filter by. */
export function selectableField(record: RecordType<unknown>, name: string): Selectable | undefined {
  if (notSelectable.has(name) || !Object.hasOwn(record.shape, name)) return undefined
  const type = record.shape[name] as Type<unknown>
  return type.json.hidden ? undefined : selectable(type)
}

/** What a value of `type` can be asked; undefined for times, bytes and values without a declared type. */
function selectable(type: Type<unknown>): Selectable | undefined {
  switch (type.kind) {
    case 'str':
      return { kind: 'string' }
    case 'bool':
    case 'int':
    case 'uint':
    case 'float':
      return { kind: type.kind }
    case 'bigUint':
      return { kind: 'uint' }
    case 'duration':
      return { kind: 'int' }
    case 'nullable':
      return type.item && selectable(type.item)
    case 'record':
      return { kind: 'record', type: recordOf(type) }
    case 'list': {
      const item = type.item && selectable(type.item)
      if (item?.kind === 'string') return { kind: 'strings' }
      return item?.kind === 'record' ? { kind: 'list', item } : undefined
    }
    case 'map': {
      const item = type.item && selectable(type.item)
      return item && { kind: 'map', item }
    }
    default:
      return undefined
  }
}

/** The declaration behind `type`, which may be wrapped by modifiers or deferred. */
function recordOf(type: Type<unknown>): RecordType<unknown> {
  return ('shape' in type ? type : recordOf(type.item as Type<unknown>)) as RecordType<unknown>
}

const equality: readonly MatchOperator[] = ['Equal', 'Not Equal']
const membership: readonly MatchOperator[] = ['In', 'Not In']
const emptiness: readonly MatchOperator[] = ['Is Empty', 'Is Not Empty']

/** The operators that each kind of value knows. */
export const operatorsOf: Readonly<Record<Selectable['kind'], readonly MatchOperator[]>> = {
  string: [...equality, ...membership, 'Matches', 'Not Matches'],
  int: equality,
  uint: equality,
  float: equality,
  bool: equality,
  strings: [...membership, ...emptiness],
  list: emptiness,
  map: [...membership, ...emptiness],
  record: [],
}

/** Every selector of a record as it would be written, `<key>` for any key of a map; for documentation. */
export function selectorsOf(record: RecordType<unknown>): readonly string[] {
  return record.fields.flatMap((field: Field) => {
    const found = selectableField(record, field.name)
    return found ? paths(found).map((path) => field.name + path) : []
  })
}

function paths(from: Selectable): readonly string[] {
  const itself = operatorsOf[from.kind].length > 0 ? [''] : []
  switch (from.kind) {
    case 'record':
      return selectorsOf(from.type).map((path) => `.${path}`)
    case 'list':
      return [...itself, ...paths(from.item)]
    case 'map':
      return [...itself, ...paths(from.item).map((path) => `.<key>${path}`)]
    default:
      return itself
  }
}
