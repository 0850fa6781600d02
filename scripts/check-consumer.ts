/**
 * Uses the packages as their users will: packed tarballs, installed by npm in an empty folder. On every Node.js that
 * is supported here each library is imported and `npx consul-ts agent -dev` is started; on the oldest, the examples
 * of all package READMEs run unchanged.
 * Usage: scripts/check-consumer.ts FOLDER_OF_TARBALLS
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { CaseCount } from './case-count.ts'
import { runCommand } from './command.ts'
import { checkDevAgent } from './dev-agent.ts'
import { newcomerEnvironment } from './newcomer-environment.ts'
import { fencedBlocks, packageNames, repositoryRoot } from './repository.ts'

const exampleTimeoutMs = 60_000
const startTimeoutMs = 60_000

const [tarballs] = process.argv.slice(2)
if (!tarballs) throw new Error('usage: check-consumer.ts FOLDER_OF_TARBALLS')

const work = mkdtempSync(join(tmpdir(), 'consumer-'))
const cases = new CaseCount()
try {
  const home = join(work, 'home')
  const folder = join(work, 'app')
  mkdirSync(home)
  mkdirSync(folder)
  const env = newcomerEnvironment(home)
  const files = readdirSync(tarballs).filter((file) => file.endsWith('.tgz'))
  const installed = await cases.run('npm install of the tarballs', async () => {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
    await runCommand('npm', ['install', ...files.map((file) => resolve(tarballs, file))], {
      cwd: folder,
      env,
    })
  })
  if (installed) {
    for (const runtime of await nodeRuntimes()) await checkRuntime(runtime, folder, env)
    await checkExamples(folder, env)
  }
} finally {
  rmSync(work, { recursive: true, force: true })
}
cases.close()

interface NodeRuntime {
  readonly version: string
  readonly folder: string
}

/** The Node.js on PATH, and the one that comes with a checkout where it is another. */
async function nodeRuntimes(): Promise<NodeRuntime[]> {
  const programs = ['node', join(repositoryRoot, 'bin/node')]
  const runtimes = new Map<string, NodeRuntime>()
  for (const program of programs) {
    const output = await runCommand(program, ['-p', 'process.version + " " + process.execPath'])
    const [version = '', execPath = ''] = output.trim().split(' ')
    runtimes.set(version, { version, folder: dirname(execPath) })
  }
  return [...runtimes.values()]
}

async function checkRuntime(runtime: NodeRuntime, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const runtimeEnv = { ...env, PATH: `${runtime.folder}:${env.PATH}` }
  for (const specifier of libraryEntries()) {
    await cases.run(`import ${specifier} on Node.js ${runtime.version}`, async () => {
      await runCommand('node', ['--input-type=module', '-e', `await import('${specifier}')`], {
        cwd: folder,
        env: runtimeEnv,
        timeoutMs: exampleTimeoutMs,
      })
    })
  }
  await cases.run(`npx consul-ts agent -dev on Node.js ${runtime.version}`, () =>
    checkDevAgent('npx consul-ts agent -dev', { cwd: folder, env: runtimeEnv, startTimeoutMs }),
  )
}

/** Every importable door of every package. */
function libraryEntries(): string[] {
  return packageNames.flatMap((name) => {
    const text = readFileSync(join(repositoryRoot, 'packages', name, 'package.json'), 'utf8')
    const { exports } = JSON.parse(text) as { exports: Record<string, unknown> }
    return Object.keys(exports)
      .filter((door) => door !== './package.json')
      .map((door) => `@consul-ts/${name}${door.slice(1)}`)
  })
}

/** The `js` blocks of each README are programs; blocks in `ts` are for reading. */
async function checkExamples(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  for (const name of packageNames) {
    const examples = fencedBlocks(
      readFileSync(join(repositoryRoot, 'packages', name, 'README.md'), 'utf8'),
      'js',
    )
    if (examples.length === 0) {
      await cases.run(`example of ${name}`, () => {
        throw new Error(`packages/${name}/README.md has no js block`)
      })
    }
    for (const [index, code] of examples.entries()) {
      const file = join(folder, `${name}-${index + 1}.mjs`)
      writeFileSync(file, code)
      await cases.run(`example ${index + 1} of ${name}`, async () => {
        await runCommand('node', [file], { cwd: folder, env, timeoutMs: exampleTimeoutMs })
      })
    }
  }
}
