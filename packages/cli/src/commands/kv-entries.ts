import { fromJson, toJson } from '@consul-ts/structs'
import { bigUint, goType, type Infer, indentJson, list, nullable, record, str } from '@consul-ts/wire'
import { errorText } from '../error-text.ts'
import { CommandError } from '../with-client.ts'

/** A key as `kv export` prints it; the value is base 64. */
const Entry = goType('impexp.Entry', record('Entry', { key: str, flags: bigUint, value: str }))
export interface ExportedEntry extends Infer<typeof Entry> {}

const entries = list(nullable(Entry))

export function exportedJson(exported: readonly ExportedEntry[]): string {
  return indentJson(toJson(entries, exported), '\t')
}

/** Reads what was exported. Throws `CommandError`. */
export function importedEntries(text: string): readonly ExportedEntry[] {
  try {
    return (fromJson(entries, text) ?? []).filter((entry) => entry !== null)
  } catch (error) {
    throw new CommandError(`Cannot unmarshal data: ${errorText(error)}`)
  }
}
