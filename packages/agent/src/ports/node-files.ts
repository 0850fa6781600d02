import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { FilePort } from './files.ts'

export const nodeFiles: FilePort = {
  read: (path) => readFile(path).catch(absent),

  async write(path, content) {
    await mkdir(dirname(path), { recursive: true })
    const temporary = `${path}.tmp`
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  },

  remove: (path) => rm(path, { force: true }),

  list: async (folder) =>
    ((await readdir(folder).catch(absent)) ?? []).filter((name) => !name.endsWith('.tmp')).sort(),
}

function absent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
