/**
 * Checks what would be published: publint and the resolution of types, on packed tarballs.
 * Usage: scripts/check-packages.ts FOLDER_OF_TARBALLS
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { CaseCount } from './case-count.ts'
import { runCommand } from './command.ts'
import { repositoryRoot } from './repository.ts'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('usage: check-packages.ts FOLDER_OF_TARBALLS')
const tool = (name: string): string => join(repositoryRoot, 'node_modules/.bin', name)

const cases = new CaseCount()
for (const name of readdirSync(folder).filter((file) => file.endsWith('.tgz'))) {
  const tarball = join(folder, name)
  await cases.run(`publint ${name}`, async () => {
    await runCommand(tool('publint'), [tarball, '--strict'])
  })
  await cases.run(`types of ${name}`, async () => {
    await runCommand(tool('attw'), ['--profile', 'esm-only', tarball])
  })
}
cases.close()
