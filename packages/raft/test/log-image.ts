import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entry } from '../src/codec/messages.ts'
import type { HardState } from '../src/core/effect.ts'
import type { LogStore } from '../src/storage/log-store.ts'

/** What a start finds: the content, or the code of its refusal. */
export type Found = { readonly hardState: HardState | undefined; readonly entries: readonly Entry[] } | string

export async function findLog(open: () => Promise<LogStore>): Promise<Found> {
  const entries: Entry[] = []
  let log: LogStore | undefined
  try {
    log = await open()
    const hardState = await log.load((entry) => entries.push(entry))
    return { hardState, entries }
  } catch (error) {
    return String((error as { readonly code?: unknown }).code)
  } finally {
    await log?.close()
  }
}

/** The files of a directory at some moment, by name. */
export type LogImage = ReadonlyMap<string, Buffer>

/** Takes the files in `directory`, locks aside: they belong to whoever has it open. */
export async function takeImage(directory: string): Promise<LogImage> {
  const image = new Map<string, Buffer>()
  for (const name of await readdir(directory)) {
    if (!name.startsWith('lock.')) image.set(name, await readFile(join(directory, name)))
  }
  return image
}

export async function putImage(directory: string, image: LogImage): Promise<void> {
  await mkdir(directory)
  for (const [name, bytes] of image) await writeFile(join(directory, name), bytes)
}
