/**
 * Packs every package as it would be published.
 * Usage: scripts/pack-packages.ts FOLDER     the packages are built already
 */
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { runCommand } from './command.ts'
import { packageNames, pinnedPnpm, repositoryRoot } from './repository.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: pack-packages.ts FOLDER')
mkdirSync(folder, { recursive: true })
for (const name of packageNames) {
  await runCommand('npx', ['--yes', pinnedPnpm(), 'pack', '--pack-destination', resolve(folder)], {
    cwd: join(repositoryRoot, 'packages', name),
  })
}
