/**
 * Does what the README tells a newcomer to do first: its two commands, taken from its text, in a fresh clone and with
 * an empty home. The test command's own cases are written to $CONSUL_TS_TEST_JSON.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './command.ts'
import { checkDevAgent } from './dev-agent.ts'
import { newcomerEnvironment } from './newcomer-environment.ts'
import { fencedBlocks, repositoryRoot } from './repository.ts'

const testTimeoutMs = 900_000

const [firstBlock = ''] = fencedBlocks(readFileSync(join(repositoryRoot, 'README.md'), 'utf8'), 'sh')
const commands = firstBlock.split('\n').map((line) => line.replace(/\s+#.*$/, '').trim())
const agentCommand = commands.find((command) => / agent -dev$/.test(command))
const testCommand = commands.find((command) => / test$/.test(command))
if (!agentCommand || !testCommand)
  throw new Error(`README.md does not begin with its two commands:\n${firstBlock}`)

const work = mkdtempSync(join(tmpdir(), 'newcomer-'))
const clone = join(work, 'consul-ts')
const home = join(work, 'home')
let failures = 0
try {
  mkdirSync(home)
  await runCommand('git', ['clone', '--quiet', repositoryRoot, clone])
  const env = newcomerEnvironment(home)
  await attempt(agentCommand, () => checkDevAgent(agentCommand, { cwd: clone, env }))
  await attempt(testCommand, async () => {
    const report = process.env.CONSUL_TS_TEST_JSON
    const testEnv = report ? { ...env, CONSUL_TS_TEST_JSON: report } : env
    const output = await runCommand('sh', ['-c', testCommand], {
      cwd: clone,
      env: testEnv,
      timeoutMs: testTimeoutMs,
    })
    console.log(output.split('\n').slice(-8).join('\n'))
  })
} finally {
  rmSync(work, { recursive: true, force: true })
}
process.exitCode = failures === 0 ? 0 : 1

async function attempt(command: string, body: () => Promise<void>): Promise<void> {
  const startedMs = performance.now()
  try {
    await body()
    console.log(`ok   ${command} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`)
  } catch (cause) {
    failures++
    console.log(`FAIL ${command}\n${cause instanceof Error ? cause.message : String(cause)}`)
  }
}
