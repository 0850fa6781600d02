import { describe, expect, test, vi } from 'vitest'
import { FakeTerminal } from '../test/fake-terminal.ts'

// Commands are loaded when they are first used.
vi.setConfig({ testTimeout: 60_000 })

const all =
  /^Usage: consul-ts \[--version\] \[--help\] <command> \[<args>\]\n\nAvailable commands are:\n {4}agent {10}Runs/
const family = /^Usage: consul-ts kv <subcommand> \[options\] \[args\]\n\n {2}Reads and writes keys\./
const command = /^Usage: consul-ts kv get \[options\] \[KEY_OR_PREFIX\]\n\n {2}Prints the value/

describe('what goes where', () => {
  test.each<[string, number, 'out' | 'err', RegExp]>([
    ['', 127, 'err', all],
    ['nosuch', 127, 'err', all],
    ['constructor', 127, 'err', all],
    ['nosuch -h', 127, 'err', all],
    ['-zz', 127, 'err', all],
    ['help', 127, 'err', all],
    ['-h', 0, 'out', all],
    ['--help', 0, 'out', all],
    ['kv', 1, 'err', family],
    ['kv nosuch', 1, 'err', family],
    ['kv -zz', 1, 'err', family],
    ['kv -h', 0, 'out', family],
    ['kv -h nosuch', 0, 'out', family],
    ['-h kv', 0, 'out', family],
    ['kv get -h', 0, 'out', command],
    ['kv get -help a', 0, 'out', command],
    ['kv get a --help', 0, 'out', command],
    ['kv get -zz', 1, 'err', /^flag provided but not defined: -zz\nUsage:\n {2}-base64\n {4}\tPrint/],
    ['kv put a -- -h b', 1, 'err', /^Error! Too many arguments \(expected 1 or 2, got 4\)\n$/],
    ['version', 0, 'out', /^Consul v1\.8\.7\nProtocol 2 spoken by default, understands 2 to 3 .*\n\n$/],
    ['-v', 0, 'out', /^Consul v1\.8\.7\n/],
    ['-version kv', 0, 'out', /^Consul v1\.8\.7\n/],
    ['--version', 0, 'out', /^Consul v1\.8\.7\n/],
    ['version x', 0, 'out', /^Consul v1\.8\.7\n/],
    ['version -v', 1, 'err', /^flag provided but not defined: -v\n/],
    ['version -format=json', 0, 'out', /^\{\n {3}"Version": "1\.8\.7",\n {3}"Revision": "/],
    ['version -format=zz', 1, 'err', /^Unknown format: zz\n$/],
    ['version -detailed', 0, 'out', /\n@consul-ts\/cli source\n\n$/],
  ])('%j', async (line, exit, stream, expected) => {
    const outcome = await new FakeTerminal().run(...(line === '' ? [] : line.split(' ')))
    expect(outcome.exit).toBe(exit)
    expect(outcome[stream]).toMatch(expected)
    expect(outcome[stream === 'out' ? 'err' : 'out']).toBe('')
  })
})

test('help of a command has a section for each kind of flags', async () => {
  const { out } = await new FakeTerminal().run('kv', 'get', '-h')
  expect(out).toMatch(/\nHTTP API Options\n\n {2}-ca-file=<value>\n {5}File/)
  expect(out).toMatch(/\n\nCommand Options\n\n {2}-base64\n {5}Print/)
  expect(out.split('\n').every((line) => line.length <= 80)).toBe(true)
})

test('help of a command without flags about requests has one section', async () => {
  const { out } = await new FakeTerminal().run('version', '-h')
  expect(out).toMatch(/^Usage: consul-ts version \[options\]\n\nCommand Options\n\n {2}-detailed\n/)
})

test('every command has help', async () => {
  const { out } = await new FakeTerminal().run('-h')
  for (const [, name = ''] of out.matchAll(/^ {4}(\S+)/gm)) {
    const help = await new FakeTerminal().run(name, '-h')
    expect(help.out).toMatch(new RegExp(`^Usage: consul-ts ${name} `))
    for (const [, sub = ''] of help.out.split('Subcommands:\n')[1]?.matchAll(/^ {4}(\S+)/gm) ?? []) {
      expect((await new FakeTerminal().run(name, sub, '-h')).out).toMatch(`Usage: consul-ts ${name} ${sub}`)
    }
  }
})
