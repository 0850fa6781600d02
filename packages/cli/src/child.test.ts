import { expect, test } from 'vitest'
import { FakeTerminal } from '../test/fake-terminal.ts'
import { type ChildOptions, startChild } from './child.ts'

function options(terminal: FakeTerminal, parts: Partial<ChildOptions> = {}): ChildOptions {
  return { terminal, shell: true, environment: {}, stdin: 'nothing', ...parts }
}

test('a child through the shell sees environment and input', async () => {
  const terminal = new FakeTerminal({ OWN: 'a' })
  const child = await startChild(
    ['cat;', 'echo', '$OWN', '$ADDED;', 'echo', 'err', '>&2'],
    options(terminal, { environment: { ADDED: 'b' }, stdin: { text: 'in ' } }),
  )
  expect(await child.failure).toBeUndefined()
  expect(terminal.out).toBe('in a b\n')
  expect(terminal.err).toBe('err\n')
})

test('without a shell, arguments are what they are', async () => {
  const terminal = new FakeTerminal()
  const child = await startChild(['echo', '$HOME', 'a  b'], options(terminal, { shell: false }))
  await child.failure
  expect(terminal.out).toBe('$HOME a  b\n')
})

test('standard input is passed on', async () => {
  const terminal = new FakeTerminal({}, 'typed')
  await (await startChild(['cat'], options(terminal, { stdin: 'own' }))).failure
  expect(terminal.out).toBe('typed')
})

test.each([
  ['exit 3', 'exit status 3'],
  ['kill -9 $$', 'signal: killed'],
  ['kill -INT $$; sleep 9', 'signal: interrupt'],
])('%s fails with %s', async (line, expected) => {
  expect(await (await startChild([line], options(new FakeTerminal()))).failure).toBe(expected)
})

test('a child can be ended', async () => {
  const child = await startChild(['sleep', '60'], options(new FakeTerminal(), { shell: false }))
  child.kill('SIGTERM')
  expect(await child.failure).toBe('signal: terminated')
})

test.each([
  ['/none', 'fork/exec /none: no such file or directory'],
  ['/', 'fork/exec /: permission denied'],
  ['no-such-program', 'exec: "no-such-program": executable file not found in $PATH'],
])('%s cannot be started', async (file, message) => {
  await expect(startChild([file], options(new FakeTerminal(), { shell: false }))).rejects.toThrow(message)
})
