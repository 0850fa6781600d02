import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fencedBlocks, packageNames, pinnedPnpm, repositoryRoot } from './repository.ts'

const readme = readFileSync(join(repositoryRoot, 'README.md'), 'utf8')

test('finds the blocks of one language', () => {
  const markdown = '```js\na\nb\n```\ntext\n```ts\nc\n```\n```js\n```\n```json\n{}\n```\n'
  expect(fencedBlocks(markdown, 'js')).toEqual(['a\nb\n', ''])
  expect(fencedBlocks(markdown, 'ts')).toEqual(['c\n'])
})

test('the README begins with the two commands, by the package manager that is pinned', () => {
  const [first = ''] = fencedBlocks(readme, 'sh')
  expect(first.split('\n').map((line) => line.replace(/\s+#.*/, ''))).toEqual([
    `npx --yes ${pinnedPnpm()} agent -dev`,
    `npx --yes ${pinnedPnpm()} test`,
    '',
  ])
})

test.each(packageNames)('the README links to the package %s', (name) => {
  expect(readme).toContain(`[\`@consul-ts/${name}\`](packages/${name})`)
})
