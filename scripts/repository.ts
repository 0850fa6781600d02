import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Absolute path of this checkout. */
export const repositoryRoot: string = fileURLToPath(new URL('..', import.meta.url))

/** Folder names of the published packages. */
export const packageNames: readonly string[] = readdirSync(join(repositoryRoot, 'packages')).sort()

/** What `npx --yes` takes to run the package manager of this checkout: `pnpm@<exact version>`. */
export function pinnedPnpm(): string {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
    packageManager: string
  }
  return manifest.packageManager
}

/**
 * The code of every fenced block of one language, in order; `language` is the whole word behind the fence.
 * A block in another language, or one that names none, does not count.
 */
export function fencedBlocks(markdown: string, language: string): string[] {
  const fences = /^```([^\n]*)\n([\s\S]*?)^```$/gm
  return [...markdown.matchAll(fences)]
    .filter(([, word]) => word === language)
    .map(([, , code]) => code ?? '')
}
