import { fromJson, toJson } from '@consul-ts/structs'
import {
  bigUint,
  goType,
  type Infer,
  indentJson,
  JsonReader,
  list,
  nullable,
  record,
  str,
} from '@consul-ts/wire'
import { CommandError } from '../command-error.ts'

/** A key as `kv export` prints it; the value is base 64. */
const Entry = goType('impexp.Entry', record('Entry', { key: str, flags: bigUint, value: str }))
export interface ExportedEntry extends Infer<typeof Entry> {}

const entries = goType('[]*impexp.Entry', list(nullable(Entry)))

export function exportedJson(exported: readonly ExportedEntry[]): string {
  return indentJson(toJson(entries, exported), '\t')
}

/** Reads what was exported. Throws `CommandError`. */
export function importedEntries(text: string): readonly ExportedEntry[] {
  try {
    const imported = fromJson(entries, text, { skipUnknown: true }) ?? []
    refuseTail(text)
    return imported.filter((entry) => entry !== null)
  } catch (error) {
    // The words for a whole text, where the decoder has those for a stream.
    const why = (error as Error).message.replace(/^unexpected EOF$/, 'unexpected end of JSON input')
    throw new CommandError(`Cannot unmarshal data: ${why}`)
  }
}

/** The decoder stops behind the first value. */
function refuseTail(text: string): void {
  const reader = new JsonReader(text)
  reader.skip()
  const [character] = text.slice(reader.at).trimStart()
  if (character !== undefined) throw new Error(`invalid character '${character}' after top-level value`)
}
