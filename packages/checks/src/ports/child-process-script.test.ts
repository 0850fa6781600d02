import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { planCheck, type ScriptPlan } from '../core/definition.ts'
import { scriptProbe } from '../runners/script.ts'
import { childProcessScript } from './child-process-script.ts'

const folder = mkdtempSync(join(tmpdir(), 'consul-ts-script-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(args: readonly string[], signal = new AbortController().signal) {
  const plan = planCheck({ ScriptArgs: args, Interval: 1e9, Timeout: 1e9 }) as ScriptPlan
  return scriptProbe(plan, 4096, childProcessScript)(signal)
}

const sh = (text: string): readonly string[] => ['sh', '-c', text]

test.each([
  ['echo out; echo err >&2; echo out', 'passing', 'out\nerr\nout\n'],
  ['true', 'passing', ''],
  ['echo w; exit 1', 'warning', 'w\n'],
  ['echo c; exit 2', 'critical', 'c\n'],
  ['echo k; kill -9 $$', 'critical', 'k\n'],
  ['cat', 'passing', ''],
  ['echo "$0|$1"', 'passing', 'sh|\n'],
])('%s', async (text, status, output) => {
  expect(await run(sh(text))).toEqual({ status, output })
})

test('arguments reach the program as they are', async () => {
  const { output } = await run(['printf', '%s|', 'a b', '$HOME', '"', "'", ''])
  expect(output).toBe('a b|$HOME|"|\'||')
})

test('6000 bytes of output keep the last 4096', async () => {
  const { output } = await run(sh('i=0; while [ $i -lt 600 ]; do printf 0123456789; i=$((i+1)); done'))
  expect(output).toBe(`Captured 4096 of 6000 bytes\n...\n${'0123456789'.repeat(600).slice(-4096)}`)
})

test('what cannot be started', async () => {
  const plain = join(folder, 'plain')
  writeFileSync(plain, 'x')
  chmodSync(plain, 0o644)
  expect((await run(['/nope/x'])).output).toBe('fork/exec /nope/x: no such file or directory')
  expect((await run([folder])).output).toBe(`fork/exec ${folder}: permission denied`)
  expect((await run([plain])).output).toBe(`fork/exec ${plain}: permission denied`)
  expect((await run(['nopex'])).output).toBe('exec: "nopex": executable file not found in $PATH')
})

/** A place where a script's processes report: it knows when each has gone, for then its connection ends. */
async function openReport(): Promise<{ port: number; next(): Promise<Socket>; close(): void }> {
  const waiting: Socket[] = []
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume()
    waiting.push(socket)
    server.emit('reported')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async next() {
      while (waiting.length === 0) await once(server, 'reported')
      return waiting.shift() as Socket
    },
    close: () => server.close(),
  }
}

/** Connects, says so on stdout, and stays until it is killed. */
function stayer(port: number): string {
  const program = `require('node:net').connect(${port}, '127.0.0.1').resume()`
  return `'${process.execPath}' -e "${program}"`
}

test('a timeout kills the script with its descendants, and waits for that', async () => {
  const report = await openReport()
  const timeUp = new AbortController()
  const running = run(sh(`echo pre; ${stayer(report.port)} & ${stayer(report.port)}`), timeUp.signal)
  const reporters = [await report.next(), await report.next()]
  timeUp.abort(new Error('time is up'))
  expect(await running).toEqual({ status: 'critical', output: 'Timed out (1s) running check\n\npre\n' })
  for (const socket of reporters) if (!socket.closed) await once(socket, 'close')
  report.close()
}, 20_000)

test('a descendant that keeps the output open is still the check, also when its parent is gone', async () => {
  const report = await openReport()
  const timeUp = new AbortController()
  const running = run(sh(`${stayer(report.port)} & exit 0`), timeUp.signal)
  const reporter = await report.next()
  timeUp.abort(new Error('time is up'))
  expect(await running).toMatchObject({ output: 'Timed out (1s) running check' })
  if (!reporter.closed) await once(reporter, 'close')
  report.close()
}, 20_000)
