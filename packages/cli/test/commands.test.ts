import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Agent, openAgent } from '@consul-ts/agent'
import { Consul } from '@consul-ts/api-client'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { FakeTerminal, type Outcome } from './fake-terminal.ts'

/** Commands that run against one agent of this process, in order. */

// Commands are loaded when they are first used, and processes are started.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let agent: Agent
let consul: Consul
let folder: string

beforeAll(async () => {
  const ports = { http: 0, dns: 0, server: 0, serf_lan: 0, serf_wan: 0 }
  agent = await openAgent({ dev: true, node_name: 'n1', ports })
  await agent.ready()
  consul = new Consul({ address: agent.addresses.http, environment: {} })
  folder = mkdtempSync(join(tmpdir(), 'cli-'))
})

afterAll(async () => {
  await consul.close()
  await agent.close()
  rmSync(folder, { recursive: true })
})

function terminal(input = ''): FakeTerminal {
  return new FakeTerminal({ CONSUL_HTTP_ADDR: agent.addresses.http ?? '' }, input)
}

/** Words are split at spaces. */
function run(line: string, input = ''): Promise<Outcome> {
  return terminal(input).run(...line.split(' '))
}

function ok(out: string): Outcome {
  return { exit: 0, out, err: '' }
}

function failure(err: string, exit = 1): Outcome {
  return { exit, out: '', err }
}

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

describe('kv', () => {
  test.each<[string, Outcome]>([
    ['kv put a one', ok('Success! Data written to: a\n')],
    ['kv get a', ok('one\n')],
    ['kv get -base64 a', ok('b25l\n')],
    ['kv put -flags=18446744073709551615 dir/b two', ok('Success! Data written to: dir/b\n')],
    ['kv put dir/sub/c', ok('Success! Data written to: dir/sub/c\n')],
    ['kv get dir/sub/c', ok('\n')],
    ['kv get -recurse', ok('a:one\ndir/b:two\ndir/sub/c:\n')],
    ['kv get -recurse -base64 dir/b', ok('dir/b:dHdv\n')],
    ['kv get -keys', ok('a\ndir/\n')],
    ['kv get -keys -separator= dir', ok('dir/b\ndir/sub/c\n')],
    ['kv get -keys none', ok('')],
    ['kv get -recurse none', ok('')],
    ['kv get none', failure('Error! No key exists at: none\n')],
    ['kv get /none', failure('Error! No key exists at: none\n')],
    ['kv get', failure('Error! Missing KEY argument\n')],
    ['kv get a b', failure('Too many arguments (expected 1, got 2)\n')],
    ['kv get -datacenter=dc9 a', failure('Error querying Consul agent: Unexpected response code: 500\n')],
    ['kv put', failure('Error! Missing KEY argument\n')],
    ['kv put /a x', failure("Error! Failed writing data: Invalid key. Key must not begin with a '/': /a\n")],
    ['kv put -cas a x', failure('Must specify -modify-index with -cas!\n')],
    ['kv put -cas -modify-index=1 a x', failure('Error! Did not write to a: CAS failed\n')],
    ['kv put -acquire a x', failure('Error! Missing -session (required with -acquire and -release)\n')],
    ['kv put -base64 d b25l', ok('Success! Data written to: d\n')],
    ['kv get d', ok('one\n')],
    ['kv put e @/none', failure('Error! Failed to read file: open /none: no such file or directory\n')],
    [
      'kv export dir',
      ok(
        '[\n\t{\n\t\t"key": "dir/b",\n\t\t"flags": 18446744073709551615,\n\t\t"value": "dHdv"\n\t},\n\t{\n\t\t"key": "dir/sub/c",\n\t\t"flags": 0,\n\t\t"value": ""\n\t}\n]\n',
      ),
    ],
    ['kv export none', ok('[]\n')],
    ['kv import [{"key":"in/a","flags":7,"value":"YQ=="}]', ok('Imported: in/a\n')],
    ['kv import', failure('Error! Missing DATA argument\n')],
    ['kv import []]', failure("Cannot unmarshal data: invalid character ']' after top-level value\n")],
    ['kv import [', failure('Cannot unmarshal data: unexpected end of JSON input\n')],
    [
      'kv import [{"key":"x","value":"!"}]',
      failure('Error base 64 decoding value for key x: illegal base64 data at input byte 0\n'),
    ],
    ['kv delete a', ok('Success! Deleted key: a\n')],
    ['kv delete a', ok('Success! Deleted key: a\n')],
    ['kv delete', failure('Error! Missing KEY argument\n')],
    ['kv delete -cas d', failure('Must specify -modify-index with -cas!\n')],
    ['kv delete -modify-index=1 d', failure('Cannot specify -modify-index without -cas!\n')],
    ['kv delete -cas -modify-index=1 -recurse d', failure('Cannot specify both -cas and -recurse!\n')],
    ['kv delete -cas -modify-index=1 d', failure('Error! Did not delete key d: CAS failed\n')],
    ['kv delete -recurse dir/', ok('Success! Deleted keys with prefix: dir/\n')],
    ['kv get -keys', ok('d\nin/\n')],
  ])('%s', async (line, expected) => {
    expect(await run(line)).toEqual(expected)
  })

  test('details', async () => {
    await run('kv put -flags=3 k v')
    const { out } = await run('kv get -detailed k')
    expect(out).toMatch(
      /^CreateIndex {6}(\d+)\nFlags {12}3\nKey {14}k\nLockIndex {8}0\nModifyIndex {6}\1\nSession {10}-\nValue {12}v\n$/,
    )
  })

  test('a value from a file, and from standard input, byte for byte', async () => {
    const path = file('value', 'from a file\n')
    expect(await run(`kv put f @${path}`)).toEqual(ok('Success! Data written to: f\n'))
    expect((await run('kv get f')).out).toBe('from a file\n\n')
    await run('kv put g -', 'typed')
    expect((await run('kv get g')).out).toBe('typed\n')
  })

  test('what is no base 64 is told, and written as far as it is', async () => {
    expect(await run('kv put -base64 h aGVs!')).toEqual({
      exit: 0,
      out: 'Success! Data written to: h\n',
      err: 'Error! Cannot base 64 decode data: illegal base64 data at input byte 4\n',
    })
    expect((await run('kv get h')).out).toBe('hel\n')
  })

  test('a lock by hand', async () => {
    const session = await consul.session.create()
    expect(await run(`kv put -acquire -session=${session} l v`)).toEqual(ok('Success! Lock acquired on: l\n'))
    expect((await run('kv get -detailed l')).out).toContain(`Session          ${session}\n`)
    expect(await run(`kv put -release -session=${session} l v`)).toEqual(ok('Success! Lock released on: l\n'))
    expect(await run(`kv put -release -session=${session} l v`)).toEqual(
      failure('Error! Did not release lock\n'),
    )
  })
})

describe('the cluster', () => {
  test.each<[string, RegExp]>([
    [
      'members',
      /^Node {2}Address +Status {2}Type {4}Build {2}Protocol {2}DC {3}Segment\nn1 {4}127\.0\.0\.1:\d+ {2}alive {3}server {2}1\.8\.7 {2}2 {9}dc1 {2}<all>\n$/,
    ],
    [
      'members -detailed',
      /^Node {2}Address +Status {2}Tags\nn1 {4}127\.0\.0\.1:\d+ {2}alive {3}acls=0,build=1\.8\.7:/,
    ],
    ['members -wan', /\nn1\.dc1 /],
    ['members -status=^alive$', /\nn1 /],
    ['catalog datacenters', /^dc1\n$/],
    ['catalog nodes', /^Node {2}ID {8}Address {4}DC\nn1 {4}[0-9a-f]{8} {2}127\.0\.0\.1 {2}dc1\n$/],
    [
      'catalog nodes -detailed',
      /^Node {2}ID +Address +DC {3}TaggedAddresses +Meta\nn1 .* lan=127\.0\.0\.1, /,
    ],
    ['catalog nodes -service=consul', /\nn1 /],
    ['catalog services', /^consul\n$/],
    ['catalog services -node=n1', /^consul\n$/],
    ['info', /^agent:\n\tcheck_monitors = 0\n\tcheck_ttls = 0\n/],
  ])('%s', async (line, expected) => {
    const { exit, out, err } = await run(line)
    expect({ exit, err }).toEqual({ exit: 0, err: '' })
    expect(out).toMatch(expected)
  })

  test.each<[string, Outcome]>([
    ['members -status=failed', failure('', 2)],
    [
      'members -status=(',
      failure('Failed to compile status regexp: error parsing regexp: missing closing ): `(`\n'),
    ],
    [
      'catalog nodes -service=none',
      { exit: 0, out: '', err: 'No nodes match the given query - try expanding your search.\n' },
    ],
    [
      'catalog services -node-meta=a=b',
      { exit: 0, out: '', err: 'No services match the given query - try expanding your search.\n' },
    ],
    ['catalog nodes x', failure('Too many arguments (expected 0, got 1)\n')],
    [
      'catalog nodes -datacenter=dc9',
      failure('Error listing nodes: Unexpected response code: 500 (No path to datacenter)\n'),
    ],
    [
      'members -http-addr=ftp://x',
      failure('Error connecting to Consul agent: Unknown protocol scheme: ftp\n'),
    ],
    [
      'members -token-file=/none',
      failure(
        'Error connecting to Consul agent: Error loading token file: open /none: no such file or directory\n',
      ),
    ],
    [
      'info -http-addr=127.0.0.1:1',
      failure(
        'Error querying agent: Get "http://127.0.0.1:1/v1/agent/self": dial tcp 127.0.0.1:1: connect: connection refused\n',
      ),
    ],
  ])('%s', async (line, expected) => {
    expect(await run(line)).toEqual(expected)
  })
})

describe('services', () => {
  test('from flags', async () => {
    const line = 'services register -name=web -id=w1 -port=80 -tag=b -tag=a -meta=k=v -address=192.0.2.1'
    expect(await run(`${line} -tagged-address=lan=192.0.2.2:81`)).toEqual(ok('Registered service: web\n'))
    expect((await consul.agent.service('w1')).value).toMatchObject({
      Service: 'web',
      Port: 80,
      Tags: ['b', 'a'],
      Meta: { k: 'v' },
      Address: '192.0.2.1',
      TaggedAddresses: { lan: { Address: '192.0.2.2', Port: 81 } },
    })
    expect(await run('services deregister -id=w1')).toEqual(ok('Deregistered service: w1\n'))
  })

  test('from files and folders', async () => {
    const path = file('two.json', {
      services: [
        { name: 'db', port: 5432, check: { id: 'ttl', ttl: '1h', status: 'passing' } },
        { id: 'c1', name: 'cache' },
      ],
    })
    expect(await run(`services register ${path}`)).toEqual(
      ok('Registered service: db\nRegistered service: cache\n'),
    )
    expect((await consul.agent.checks()).ttl).toMatchObject({ ServiceID: 'db', Status: 'passing' })
    expect(await run(`services deregister ${folder}`)).toEqual(
      ok('Deregistered service: db\nDeregistered service: c1\n'),
    )
  })

  test.each<[string, string]>([
    ['services register', 'Service registration requires at least one argument or flags.\n'],
    ['services register -id=x', 'Service registration requires at least one argument or flags.\n'],
    ['services register -name=x f.json', 'Service registration requires arguments or -id, not both.\n'],
    [
      'services register -name=x -tagged-address=lan=1',
      'Invalid Tagged Address: address 1: missing port in address\n',
    ],
    [
      'services register none.json',
      'Error: config: Open failed on none.json. open none.json: no such file or directory\n',
    ],
    ['services deregister', 'Service deregistration requires at least one argument or -id.\n'],
    ['services deregister -id=x f.json', 'Service deregistration requires arguments or -id, not both.\n'],
  ])('%s', async (line, err) => {
    expect(await run(line)).toEqual(failure(err))
  })

  test('a file with a key that there is not', async () => {
    const path = file('odd.json', { service: { name: 'x', prt: 1 } })
    expect(await run(`services register ${path}`)).toEqual(
      failure(`Error: failed to parse ${path}: 1 error occurred:\n\t* invalid config key service.prt\n\n\n`),
    )
    rmSync(path)
  })
})

describe('watch', () => {
  test.each<[string, RegExp]>([
    ['watch -type=key -key=none', /^null\n$/],
    ['watch -type=keyprefix -prefix=none', /^null\n$/],
    ['watch -type=service -service=none', /^\[\]\n$/],
    ['watch -type=services', /^\{\n {4}"consul": \[\]\n\}\n$/],
    ['watch -type=nodes', /^\[\n {4}\{\n {8}"ID": "/],
    ['watch -type=service -service=consul -passingonly=true', /"CheckID": "serfHealth"/],
    ['watch -type=checks -state=passing', /"Definition": \{\n {12}"Interval": "0s",/],
  ])('%s', async (line, expected) => {
    const { exit, out, err } = await run(line)
    expect({ exit, err }).toEqual({ exit: 0, err: '' })
    expect(out).toMatch(expected)
  })

  test('a key, in the order of the fields of the reference', async () => {
    await consul.kv.put('watched', '<é>')
    const { out } = await run('watch -type=key -key=watched')
    expect(out).toMatch(
      /^\{\n {4}"Key": "watched",\n {4}"CreateIndex": \d+,\n {4}"ModifyIndex": \d+,\n {4}"LockIndex": 0,\n {4}"Flags": 0,\n {4}"Value": "PMOpPg==",\n {4}"Session": ""\n\}\n$/,
    )
  })

  test('a command is run at once and at each change, until a signal', async () => {
    const watching = terminal()
    const done = watching.run('watch', '-type=key', '-key=live', 'cat; echo $CONSUL_INDEX')
    await until(() => watching.out.startsWith('null\n'))
    await consul.kv.put('live', 'x')
    await until(() => watching.out.includes('"Value":"eA=="'))
    watching.signal('SIGINT')
    expect(await done).toMatchObject({ exit: 0, err: '' })
    expect(watching.out).toMatch(/^null\n\d+\n\{"Key":"live",.*\}\n\d+\n$/)
    expect(watching.listens).toBe(false)
  })

  test.each<[readonly string[], string]>([
    [['-type=key', '-key=a', 'exit 3'], 'Error executing handler: exit status 3\n'],
    [
      ['-type=key', '-key=a', '-shell=false', '/none'],
      'Error starting handler: fork/exec /none: no such file or directory\n',
    ],
    [['-type=zz'], 'Unsupported watch type: zz\n'],
    [['-type=key'], 'Must specify a single key to watch\n'],
    [['-type=keyprefix'], 'Must specify a single prefix to watch\n'],
    [['-type=service'], 'Must specify a single service to watch\n'],
    [['-type=checks', '-service=a', '-state=b'], 'Cannot specify service and state\n'],
    [['-type=nodes', '-key=a', '-tag=b'], 'Invalid parameters: [key tag]\n'],
    [
      ['-type=nodes', '-passingonly=zz'],
      'Failed to parse passingonly flag: strconv.ParseBool: parsing "zz": invalid syntax\n',
    ],
  ])('%j fails', async (args, err) => {
    expect(await terminal().run('watch', ...args)).toEqual(failure(err))
  })

  test('without a type there is help', async () => {
    const { exit, err } = await run('watch')
    expect(exit).toBe(1)
    expect(err).toMatch(/^Watch type must be specified\n\nUsage: consul-ts watch /)
  })
})

describe('lock', () => {
  test('the child runs while the lock is held, and all is cleaned up', async () => {
    expect(await terminal().run('lock', '-verbose', 'l1', 'echo held $CONSUL_LOCK_HELD')).toEqual(
      ok(
        'Setting up lock at path: l1/.lock\nAttempting lock acquisition\nStarting handler\nheld true\nChild terminated, releasing lock\nCleanup succeeded\n',
      ),
    )
    expect((await consul.kv.keys('l1')).value).toEqual([])
  })

  test('a semaphore', async () => {
    expect(await terminal().run('lock', '-verbose', '-n=2', '/l2', 'echo in')).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^Setting up semaphore \(limit 2\) at prefix: l2\n[\s\S]*\nin\n/),
    })
    expect((await consul.kv.keys('l2')).value).toEqual([])
  })

  test.each<[readonly string[], number, string]>([
    [['l3', 'exit 3'], 0, 'Error running handler: exit status 3\n'],
    [['-child-exit-code', 'l3', 'exit 3'], 2, 'Error running handler: exit status 3\n'],
    [
      ['-shell=false', 'l3', '/none'],
      0,
      'Error starting handler: fork/exec /none: no such file or directory\n',
    ],
    [[], 1, 'Key prefix and child command must be specified\n'],
    [['l3'], 1, 'Key prefix and child command must be specified\n'],
    [['-n=0', 'l3', 'true'], 1, 'Lock holder limit must be positive\n'],
    [['-monitor-retry=-1', 'l3', 'true'], 1, "Number for 'monitor-retry' must be >= 0\n"],
    [['-timeout=-1s', 'l3', 'true'], 1, 'Timeout must be positive\n'],
    [['-n=2', '/', 'true'], 1, 'Lock setup failed: missing prefix\n'],
  ])('%j', async (args, exit, err) => {
    expect(await terminal().run('lock', ...args)).toEqual({ exit, out: '', err })
  })

  test('a lock that another holds is waited for no longer than told', async () => {
    const other = consul.lock({ key: 'l4/.lock' })
    await other.acquire()
    expect(await terminal().run('lock', '-timeout=50ms', 'l4', 'true')).toEqual(
      failure('Shutdown triggered or timeout during lock acquisition\n'),
    )
    expect(await terminal().run('lock', '-n=2', '-timeout=50ms', 'l5', 'true')).toMatchObject({ exit: 0 })
    await other.release()
  })

  test('a signal ends the child, and the lock is given up', async () => {
    const holding = terminal()
    const done = holding.run(
      'lock',
      '-verbose',
      'l6',
      "sleep 60 & trap 'kill $!; exit 4' TERM INT; echo in; wait",
    )
    await until(() => holding.out.endsWith('in\n'))
    holding.signal('SIGTERM')
    expect(await done).toMatchObject({ exit: 0, err: 'Error running handler: exit status 4\n' })
    expect((await consul.kv.keys('l6')).value).toEqual([])
  })

  test('when the lock is lost, the child is ended', async () => {
    const holding = terminal()
    const done = holding.run(
      'lock',
      '-verbose',
      'l7',
      "sleep 60 & trap 'kill $!; exit 4' TERM; echo in; wait",
    )
    await until(() => holding.out.endsWith('in\n'))
    const { value: entry } = await consul.kv.get('l7/.lock')
    await consul.session.destroy(entry?.Session ?? '')
    expect(await done).toMatchObject({ exit: 0 })
    expect(holding.out).toContain('Lock lost, killing child\n')
  })
})

/** Waits for what another process writes: real time, but no longer than it takes. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}
