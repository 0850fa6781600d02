import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const repository = fileURLToPath(new URL('../..', import.meta.url))

const impurities = [
  ['a timer', 'setTimeout(() => {}, 1)', 'noRestrictedGlobals'],
  ['a repeated timer', 'setInterval(() => {}, 1)', 'noRestrictedGlobals'],
  ['a turn of the event loop', 'setImmediate(() => {})', 'noRestrictedGlobals'],
  ['a global behind globalThis', 'globalThis.setTimeout(() => {}, 1)', 'noRestrictedGlobals'],
  ['the wall clock', 'export const at = Date.now()', 'plugin'],
  ['the wall clock as a value', 'export const clock = Date.now', 'plugin'],
  ['the wall clock as a date', 'export const at = new Date()', 'plugin'],
  ['the monotonic clock', 'export const at = performance.now()', 'noRestrictedGlobals'],
  ['a deadline', 'export const signal = AbortSignal.timeout(1)', 'plugin'],
  ['chance', 'export const x = Math.random()', 'plugin'],
  ['chance of the system', 'export const x = crypto.randomUUID()', 'noRestrictedGlobals'],
  ['the process', 'export const x = process.env.HOME', 'noRestrictedGlobals'],
  ['a request', "export const x = await fetch('http://127.0.0.1/')", 'noRestrictedGlobals'],
  ['a socket', "export { createServer } from 'node:net'", 'noRestrictedImports'],
  ['a file', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync", 'noRestrictedImports'],
  ['a type that names a socket', "export type { Socket } from 'node:dgram'", 'noRestrictedImports'],
] as const

const pure = [
  ['checks an address', "export { isIP } from 'node:net'"],
  ['joins bytes', "import { Buffer } from 'node:buffer'\nexport const x = Buffer.alloc(1)"],
  ['joins a file name', "export { join } from 'node:path'"],
  ['writes a time out', 'export const x = new Date(5).toISOString()'],
  ['asks for a turn of microtasks', 'queueMicrotask(() => {})'],
] as const

const farFromCore = [
  '../raft.ts',
  '../net/stream-transport.ts',
  '@consul-ts/checks',
  '@consul-ts/sim',
  'level',
]
const nearCore = ['./progress.ts', '../codec/messages.ts', '@consul-ts/runtime', '@consul-ts/structs']

test.each(impurities)('the agent does not touch %s outside its ports', (name, _, rule) => {
  expect(errorsIn(`packages/agent/src/http/${fileName(name)}.ts`)).toEqual([rule])
})

test.each(impurities)('a core does not touch %s', (name, _, rule) => {
  expect(errorsIn(`packages/raft/src/core/${fileName(name)}.ts`)).toEqual([rule])
})

test.each(impurities)('ports and tests of the agent may touch %s', (name) => {
  expect(errorsIn(`packages/agent/src/ports/${fileName(name)}.ts`)).toEqual([])
  expect(errorsIn(`packages/agent/src/http/${fileName(name)}.test.ts`)).toEqual([])
})

test.each(pure)('the agent %s', (name) => {
  expect(errorsIn(`packages/agent/src/http/${fileName(name)}.ts`)).toEqual([])
})

test.each(farFromCore)('a core does not import %s', (specifier) => {
  expect(errorsIn(`packages/raft/src/core/${fileName(specifier)}.ts`)).toEqual(['noRestrictedImports'])
})

test.each(nearCore)('a core may import %s', (specifier) => {
  expect(errorsIn(`packages/raft/src/core/${fileName(specifier)}.ts`)).toEqual([])
})

test('files do not import each other in a circle', () => {
  expect(errorsIn('packages/raft/src/a.ts')).toEqual(['noImportCycles'])
  expect(errorsIn('packages/raft/src/b.ts')).toEqual(['noImportCycles'])
})

test('only the command line prints', () => {
  expect(errorsIn('packages/raft/src/print.ts')).toEqual(['noConsole'])
  expect(errorsIn('packages/cli/src/print.ts')).toEqual([])
})

/** The planted repository: every file is linted in one run, whose errors `errorsIn` then looks up. */
function plantedFiles(): ReadonlyMap<string, string> {
  const files = new Map([
    ['packages/raft/src/a.ts', "import { b } from './b.ts'\nexport const a = (): unknown => b"],
    ['packages/raft/src/b.ts', "import { a } from './a.ts'\nexport const b = (): unknown => a"],
    ['packages/raft/src/print.ts', "console.log('x')"],
    ['packages/cli/src/print.ts', "console.log('x')"],
  ])
  for (const [name, code] of impurities) {
    files.set(`packages/agent/src/http/${fileName(name)}.ts`, code)
    files.set(`packages/agent/src/http/${fileName(name)}.test.ts`, code)
    files.set(`packages/agent/src/ports/${fileName(name)}.ts`, code)
    files.set(`packages/raft/src/core/${fileName(name)}.ts`, code)
  }
  for (const [name, code] of pure) files.set(`packages/agent/src/http/${fileName(name)}.ts`, code)
  for (const specifier of [...farFromCore, ...nearCore]) {
    files.set(`packages/raft/src/core/${fileName(specifier)}.ts`, `export * from '${specifier}'`)
  }
  return files
}

/** Rules broken, by file. */
const broken = lint(plantedFiles())

/** The rules that a planted file breaks, each once. */
function errorsIn(file: string): string[] {
  expect(plantedFiles().has(file)).toBe(true)
  return [...(broken.get(file) ?? [])]
}

function lint(files: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const root = mkdtempSync(join(tmpdir(), 'purity-'))
  try {
    cpSync(join(repository, 'biome.json'), join(root, 'biome.json'))
    cpSync(join(repository, 'scripts/lint'), join(root, 'scripts/lint'), { recursive: true })
    for (const [file, code] of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), `${code}\n`)
    }
    const biome = join(repository, 'node_modules/.bin/biome')
    const options = [
      '--vcs-enabled=false',
      '--diagnostic-level=error',
      '--max-diagnostics=none',
      '--reporter=github',
    ]
    const { stdout, stderr } = spawnSync(biome, ['lint', ...options, 'packages'], {
      cwd: root,
      encoding: 'utf8',
    })
    const errors = [...stdout.matchAll(/^::error title=([^,]+),file=([^,]+),/gm)]
    expect(errors.length, stderr).toBeGreaterThan(0)
    const rules = new Map<string, Set<string>>()
    for (const [, title = '', path = ''] of errors) {
      const file = path.slice(path.indexOf('packages/'))
      rules.set(file, (rules.get(file) ?? new Set()).add(title.slice(title.lastIndexOf('/') + 1)))
    }
    return rules
  } finally {
    rmSync(root, { recursive: true })
  }
}

function fileName(title: string): string {
  return title.replace(/[^a-zA-Z]+/g, '-')
}
