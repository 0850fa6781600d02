import type { FilePort } from '../src/ports/files.ts'

/** Files in memory. */
export class MemoryFiles implements FilePort {
  readonly contents = new Map<string, Uint8Array>()
  /** Looked at before each write; what it returns is thrown. */
  failWrite: (path: string) => Error | undefined = () => undefined

  async read(path: string): Promise<Uint8Array | undefined> {
    return this.contents.get(path)
  }

  async write(path: string, content: Uint8Array): Promise<void> {
    const error = this.failWrite(path)
    if (error !== undefined) throw error
    this.contents.set(path, content)
  }

  async remove(path: string): Promise<void> {
    this.contents.delete(path)
  }

  async list(folder: string): Promise<readonly string[]> {
    const names = [...this.contents.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split('/')[0] ?? '')
    return [...new Set(names)].sort()
  }

  /** The names below a folder with their JSON, parsed. */
  json(): Record<string, unknown> {
    const decoder = new TextDecoder()
    return Object.fromEntries(
      [...this.contents].map(([path, bytes]) => [path, JSON.parse(decoder.decode(bytes)) as unknown]),
    )
  }
}
