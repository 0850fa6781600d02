import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageNames, repositoryRoot } from './repository.ts'

const documentation = readFileSync(join(repositoryRoot, 'docs/errors.md'), 'utf8')

test.each(packageNames)('docs/errors.md has every error code of %s, and no other', (name) => {
  const section =
    new RegExp(`^## ${name}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(documentation)?.[1] ?? ''
  const documented = Array.from(section.matchAll(/^\| `([A-Z_]+)` \|/gm), ([, code]) => code)
  expect(documented.sort()).toEqual(codesOf(name))
})

/** The members of each type in a package that is named for codes, as in `RaftErrorCode` and `RejectCode`. */
function codesOf(name: string): string[] {
  const folder = join(repositoryRoot, 'packages', name, 'src')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )
  const codes = new Set<string>()
  for (const file of files) {
    const source = readFileSync(join(folder, file), 'utf8')
    for (const [, union = ''] of source.matchAll(/^export type \w+Code =([\s\S]*?)\n(?=\n|$)/gm)) {
      for (const [, code = ''] of union.matchAll(/'([A-Z]+_[A-Z_]+)'/g)) codes.add(code)
    }
  }
  return [...codes].sort()
}
