import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConfigSource, configFileNames } from '@consul-ts/agent'
import { CommandError } from './command-error.ts'
import { errorText } from './error-text.ts'

/** Reads configuration files, and those that configure of folders, in order. Throws `CommandError`. */
export async function configSources(
  paths: readonly string[],
  flags: Parameters<typeof configFileNames>[1] = {},
): Promise<ConfigSource[]> {
  const sources: ConfigSource[] = []
  for (const path of paths) {
    if (await isFolder(path)) {
      for (const name of configFileNames(
        await attempt('ReadDir', path, (folder) => readdir(folder)),
        flags,
      )) {
        sources.push(await configSource(join(path, name)))
      }
    } else {
      sources.push(await configSource(path))
    }
  }
  return sources
}

async function configSource(path: string): Promise<ConfigSource> {
  return { name: path, text: await attempt('Open', path, (file) => readFile(file, 'utf8')) }
}

async function isFolder(path: string): Promise<boolean> {
  return (await attempt('Open', path, stat)).isDirectory()
}

async function attempt<T>(what: string, path: string, work: (path: string) => Promise<T>): Promise<T> {
  try {
    return await work(path)
  } catch (error) {
    throw new CommandError(`config: ${what} failed on ${path}. ${openText(error)}`)
  }
}

/** Whichever call noticed it, the file could not be opened. */
function openText(error: unknown): string {
  return errorText(error).replace(/^(stat|scandir|read) /, 'open ')
}
