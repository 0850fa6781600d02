import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkArrows } from './check-arrows.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'arrows-'))
  plantPackage('runtime')
  plantPackage('wire', ['runtime'])
  plantPackage('raft', ['wire', 'runtime'])
  plantPackage('checks', ['runtime'])
  plant('tsconfig.json', {
    references: ['runtime', 'wire', 'raft', 'checks'].map((name) => ({ path: `packages/${name}` })),
  })
})

afterEach(() => rmSync(root, { recursive: true }))

test('a repository whose arrows point down has no violation', () => {
  plant('packages/raft/src/index.ts', "export { encode } from '@consul-ts/wire'\nexport * from './core.ts'\n")
  plant(
    'packages/raft/src/core.test.ts',
    "import { SimClock } from '@consul-ts/sim'\nimport x from '../test/x.ts'\n",
  )
  plantPackage('raft', ['wire', 'runtime'], { devDependencies: { '@consul-ts/sim': 'workspace:^' } })
  expect(checkArrows(root)).toEqual([])
})

test.each([
  [
    'a concern imports a neighbour',
    'src/a.ts',
    "import { runCheck } from '@consul-ts/checks'",
    'raft → checks',
  ],
  ['only for its types', 'src/a.ts', "import type { Check } from '@consul-ts/checks'", 'raft → checks'],
  ['lazily', 'src/a.ts', "const checks = await import('@consul-ts/checks')", 'raft → checks'],
  ['by exporting again', 'src/a.ts', "export * from '@consul-ts/checks'", 'raft → checks'],
  ['in a test', 'src/a.test.ts', "import { runCheck } from '@consul-ts/checks'", 'raft → checks'],
  [
    'in what it publishes for tests',
    'testing/index.ts',
    "import { SimClock } from '@consul-ts/sim'",
    'raft → sim',
  ],
  ['through a side door', 'src/a.ts', "import { x } from '@consul-ts/wire/src/bytes.ts'", 'no door of wire'],
  ['over the fence', 'src/a.ts', "import { x } from '../../wire/src/bytes.ts'", 'reaches out of its package'],
])('%s is a violation', (_, file, code, message) => {
  plant(`packages/raft/${file}`, `/* a comment */ ${code}\n`)
  expect(checkArrows(root)).toEqual([
    { file: `packages/raft/${file}`, message: expect.stringContaining(message) },
  ])
})

test('an import that stands in a comment is none', () => {
  plant('packages/raft/src/a.ts', "/** import { a } from '@consul-ts/agent' */\n// from '@consul-ts/cli'\n")
  expect(checkArrows(root)).toEqual([])
})

test.each(['dependencies', 'peerDependencies', 'devDependencies'])(
  '%s hold no arrow that points up',
  (field) => {
    plantPackage('runtime', [], { [field]: { '@consul-ts/wire': 'workspace:^' } })
    const messages = checkArrows(root).map(({ message }) => message)
    expect(messages[0]).toContain('the arrow runtime → wire is not allowed')
  },
)

test('project references are the dependencies', () => {
  plantPackage('raft', ['wire', 'runtime'], { references: ['wire', 'checks'] })
  expect(checkArrows(root)).toEqual([
    { file: 'packages/raft/tsconfig.json', message: 'does not reference the dependency runtime' },
    { file: 'packages/raft/tsconfig.json', message: 'references checks, which is no dependency' },
  ])
})

test('a package has three doors at most', () => {
  plantPackage('raft', ['wire', 'runtime'], { exports: { '.': {}, './testing': {}, './core': {} } })
  expect(checkArrows(root)).toEqual([{ file: 'packages/raft/package.json', message: 'exports ./core' }])
})

test('a package that nobody placed in the picture is a violation', () => {
  plantPackage('helpers')
  expect(checkArrows(root)).toEqual([
    { file: 'packages/helpers/package.json', message: expect.stringContaining('no line') },
    { file: 'tsconfig.json', message: 'does not reference packages/helpers' },
  ])
})

interface PackageParts {
  readonly references?: readonly string[]
  readonly [manifestField: string]: unknown
}

function plantPackage(name: string, dependencies: readonly string[] = [], parts: PackageParts = {}): void {
  const { references = dependencies, ...fields } = parts
  plant(`packages/${name}/package.json`, {
    name: `@consul-ts/${name}`,
    exports: { '.': {} },
    dependencies: Object.fromEntries(dependencies.map((to) => [`@consul-ts/${to}`, 'workspace:^'])),
    ...fields,
  })
  plant(`packages/${name}/tsconfig.json`, { references: references.map((to) => ({ path: `../${to}` })) })
}

function plant(file: string, content: unknown): void {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
}
