/**
 * Packs every package as it would be published.
 * Usage: scripts/pack-packages.ts FOLDER     the packages are built already
 */
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { runCommand } from './command.ts'
import { pinnedPnpm, repositoryRoot } from './repository.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: pack-packages.ts FOLDER')
mkdirSync(folder, { recursive: true })
const everyPackage = ['-r', '--filter=./packages/*', 'pack', '--pack-destination', resolve(folder)]
await runCommand('npx', ['--yes', pinnedPnpm(), ...everyPackage], { cwd: repositoryRoot })
