import type { LogFields } from '@consul-ts/runtime'
import { describe, expect, test } from 'vitest'
import { LogSink } from './log-sink.ts'
import { type Log, type LogOptions, openLog } from './node-log.ts'

const wallClock = { unixMs: () => Date.UTC(2026, 10, 22, 5, 9, 46, 310) }

async function openTestLog(options: Partial<LogOptions> = {}): Promise<{ log: Log; lines: string[] }> {
  const lines: string[] = []
  const sink = { write: (line: string) => void lines.push(line), flush: async () => {} }
  return { log: await openLog({ level: 'trace', json: false, ...options }, { wallClock, sink }), lines }
}

async function printed(message: string, fields?: LogFields): Promise<string | undefined> {
  const { log, lines } = await openTestLog()
  log.logger.info(message, fields)
  return lines[0]
}

const head = '    2026-11-22T05:09:46.310Z [INFO]  agent: '

describe('text', () => {
  test('a line as Consul prints it', async () => {
    const { log, lines } = await openTestLog()
    const raft = log.logger.named('server').named('raft')
    raft.info('entering follower state', { follower: 'Node at 10.0.0.1:8300 [Follower]', leader: '' })
    expect(lines).toEqual([
      '    2026-11-22T05:09:46.310Z [INFO]  agent.server.raft: entering follower state: follower="Node at 10.0.0.1:8300 [Follower]" leader=\n',
    ])
  })

  test('level names are as wide as the longest', async () => {
    const { log, lines } = await openTestLog()
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) log.logger[level]('x')
    expect(lines.map((line) => line.slice(29, 44))).toEqual([
      '[TRACE] agent: ',
      '[DEBUG] agent: ',
      '[INFO]  agent: ',
      '[WARN]  agent: ',
      '[ERROR] agent: ',
    ])
  })

  test.each<[LogFields, string]>([
    [{ a: 1, b: true, c: null }, 'a=1 b=true c=null'],
    [{ a: 'x', b: 'y z', c: 'q"r' }, 'a=x b="y z" c=q"r'],
    [{ a: undefined, b: 2 }, 'b=2'],
    [{ a: 10n, b: 2n ** 63n }, 'a=10 b=9223372036854775808'],
    [{ a: ['x', 'y'], b: { c: 'd e' } }, 'a=["x","y"] b="{\\"c\\":\\"d e\\"}"'],
    [{ error: new Error('write file', { cause: new Error('disk full') }) }, 'error="write file: disk full"'],
    [{ a: 'x\ny', b: '\u001b[31m' }, 'a="x\\ny" b="\\x1b[31m"'],
  ])('%o', async (fields, text) => {
    expect(await printed('m', fields)).toBe(`${head}m: ${text}\n`)
  })

  test('a message cannot begin a new line or talk to the terminal', async () => {
    expect(await printed('a\nb\u001b[31m\u009bc')).toBe(`${head}a\\nb\\x1b[31m\\u009bc\n`)
  })

  test('a value that JSON cannot hold costs no exception', async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    expect(await printed('m', { circle, inner: [1n] })).toBe(
      `${head}m: circle="[object Object]" inner=["1"]\n`,
    )
  })

  test('the causes of an error are followed only so far', async () => {
    const error = new Error('a')
    error.cause = error
    expect(await printed('m', { error })).toBe(`${head}m: error="a: a: a: a: a: a: a: a"\n`)
  })
})

test('levels below the threshold are not logged; the threshold holds for all names and may move', async () => {
  const { log, lines } = await openTestLog({ level: 'warn' })
  const child = log.logger.named('x')
  child.info('no')
  child.warn('yes')
  log.setLevel('debug')
  child.trace('no')
  child.debug('yes')
  log.logger.debug('yes')
  expect(lines.map((line) => line.includes('yes'))).toEqual([true, true, true])
})

test('what is held back comes out in order', async () => {
  const { log, lines } = await openTestLog({ held: true })
  log.logger.info('1')
  log.logger.info('2')
  expect(lines).toEqual([])
  log.release()
  log.logger.info('3')
  expect(lines.map((line) => line.trim().slice(-1))).toEqual(['1', '2', '3'])
})

test('no more than the limit is held back', async () => {
  const { log, lines } = await openTestLog({ held: true })
  for (let i = 0; i < 10_000; i++) log.logger.info('x')
  expect(lines).toHaveLength(10_000)
})

test('JSON', async () => {
  const { log, lines } = await openTestLog({ json: true, level: 'info' })
  log.logger.debug('no')
  log.logger.named('http').error('Request error', {
    url: '/v1/kv/"a"',
    count: 2n,
    error: new Error('a', { cause: new Error('b') }),
    list: [1, 'x'],
  })
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      '@level': 'error',
      '@message': 'Request error',
      '@module': 'agent.http',
      '@timestamp': '2026-11-22T05:09:46.310000Z',
      url: '/v1/kv/"a"',
      count: 2,
      error: 'a: b',
      list: [1, 'x'],
    },
  ])
  expect(lines[0]).toMatch(/^[^\n]+\n$/)
})

describe('the sink', () => {
  interface Output {
    readonly chunks: string[]
    /** Lets the write that is under way end. */
    proceed(error?: Error): void
  }

  function openSink(pendingBytesMax?: number): { sink: LogSink; output: Output } {
    const chunks: string[] = []
    let settle: (error?: Error) => void = () => {}
    const sink = new LogSink(
      {
        write: (bytes) => {
          chunks.push(Buffer.from(bytes).toString())
          return new Promise((resolve, reject) => {
            settle = (error) => (error ? reject(error) : resolve())
          })
        },
        writeSync: (bytes) => void chunks.push(`sync ${Buffer.from(bytes).toString()}`),
      },
      pendingBytesMax === undefined ? {} : { pendingBytesMax },
    )
    return { sink, output: { chunks, proceed: (error) => settle(error) } }
  }

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  test('the lines of one turn go out together, those that come meanwhile after them', async () => {
    const { sink, output } = openSink()
    sink.write('a\n')
    sink.write('b\n')
    await turn()
    sink.write('c\n')
    await turn()
    expect(output.chunks).toEqual(['a\nb\n'])
    output.proceed()
    await turn()
    expect(output.chunks).toEqual(['a\nb\n', 'c\n'])
  })

  test('an output that stands still costs a bounded amount of memory, and the loss is told', async () => {
    const { sink, output } = openSink(10)
    sink.write('1234\n')
    await turn()
    for (let i = 0; i < 5; i++) sink.write('5678\n')
    output.proceed()
    await turn()
    expect(output.chunks[1]).toBe('5678\n5678\n    3 lines dropped: the output is too slow\n')
  })

  test('an output that is gone is not retried for ever', async () => {
    const { sink, output } = openSink()
    sink.write('a\n')
    await turn()
    output.proceed(new Error('EPIPE'))
    await sink.flush()
    expect(output.chunks).toEqual(['a\n'])
  })

  test('at the end of the process what waits goes out at once', async () => {
    const { sink, output } = openSink()
    sink.write('a\n')
    sink.flushSync()
    sink.flushSync()
    expect(output.chunks).toEqual(['sync a\n'])
  })
})
