import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VirtualAgent } from '../virtual-agent.ts'

/** Keys. */

let agent: VirtualAgent
beforeAll(async () => {
  agent = await VirtualAgent.open()
})
afterAll(() => agent.close())

interface Entry {
  readonly Key: string
  readonly Value: string | null
  readonly LockIndex: number
  readonly Session?: string
  readonly ModifyIndex: number
}

const nobody = '11111111-2222-3333-4444-555555555555'

async function entry(key: string): Promise<Entry> {
  const [found] = await agent.get<[Entry]>(`/v1/kv/${key}`)
  return found
}

async function write(target: string, body: string | Uint8Array = 'x'): Promise<string> {
  const answer = await agent.ask(`PUT /v1/kv/${target}`, { body })
  return `${answer.status} ${answer.body.trim()}`
}

async function remove(target: string): Promise<string> {
  const answer = await agent.ask(`DELETE /v1/kv/${target}`)
  return `${answer.status} ${answer.body.trim()}`
}

async function session(body: object = { LockDelay: '0s' }): Promise<string> {
  return (JSON.parse((await agent.put('/v1/session/create', body)).body) as { ID: string }).ID
}

describe('values', () => {
  test.each([
    ['text', 'one', 'b25l'],
    ['nothing', '', null],
    ['any bytes', new Uint8Array([0, 255, 10, 128]), 'AP8KgA=='],
  ])('%s comes back in base64', async (_what, value, Value) => {
    expect(await write('v', value)).toBe('200 true')
    expect(await entry('v')).toMatchObject({ Key: 'v', Value, Flags: 0, LockIndex: 0 })
    expect(await entry('v')).not.toHaveProperty('Session')
  })

  test.each(['raw', 'raw=', 'raw=false'])(
    '?%s brings the bytes, which no browser may take for a page',
    async (query) => {
      await write('bytes', new Uint8Array([0, 255]))
      const { bytes, headers } = await agent.ask(`GET /v1/kv/bytes?${query}`)
      expect([...bytes]).toEqual([0, 255])
      expect(headers).toMatchObject({
        'content-type': 'text/plain',
        'x-content-type-options': 'nosniff',
        'content-security-policy': 'sandbox',
        'x-consul-knownleader': 'true',
      })
    },
  )

  test.each(['none', 'none?raw', 'none?recurse', 'none?keys'])(
    '%s is not there: 404, with its index',
    async (target) => {
      const { status, body, headers } = await agent.ask(`GET /v1/kv/${target}`)
      expect([status, body]).toEqual([404, ''])
      expect(headers).toMatchObject({ 'x-consul-knownleader': 'true', 'x-consul-lastcontact': '0' })
      expect(Number(headers['x-consul-index'])).toBeGreaterThan(0)
    },
  )

  test.each(['GET /v1/kv/', 'GET /v1/kv/?raw', 'PUT /v1/kv/', 'DELETE /v1/kv/', 'DELETE /v1/kv/?cas=1'])(
    '%s names no key',
    async (line) => {
      expect(await agent.ask(line)).toMatchObject({ status: 400, body: 'Missing key name' })
    },
  )

  test.each([
    ['with%20space', 'with space'],
    ['a+b', 'a+b'],
    ['%C3%A9', 'é'],
    ['a%3Fb', 'a?b'],
    ['%3Chtml%3E&', '<html>&'],
    ['dir/', 'dir/'],
    ['__proto__', '__proto__'],
  ])('a key may be %s', async (path, Key) => {
    expect(await write(path)).toBe('200 true')
    expect(await entry(path)).toMatchObject({ Key })
  })
})

describe('flags', () => {
  test.each(['0', '42', '18446744073709551615'])('%s is kept to the last bit', async (flags) => {
    expect(await write(`f?flags=${flags}`)).toBe('200 true')
    expect((await agent.ask('GET /v1/kv/f')).body).toContain(`"Flags": ${flags},`)
  })

  test('a write without them resets them', async () => {
    await write('f?flags=1')
    await write('f')
    expect(await entry('f')).toMatchObject({ Flags: 0 })
  })

  test.each([
    ['x', 'invalid syntax'],
    ['', 'invalid syntax'],
    ['-1', 'invalid syntax'],
    ['1.5', 'invalid syntax'],
    ['18446744073709551616', 'value out of range'],
  ])('%j is none', async (flags, why) => {
    expect(await write(`f?flags=${flags}`)).toBe(`500 strconv.ParseUint: parsing "${flags}": ${why}`)
  })
})

describe('check and set', () => {
  test('0 creates, and nothing else', async () => {
    expect(await write('c0?cas=0')).toBe('200 true')
    expect(await write('c0?cas=0')).toBe('200 false')
  })

  test('the index of the last change lets one write pass', async () => {
    await write('c1')
    const { ModifyIndex } = await entry('c1')
    expect(await write(`c1?cas=${ModifyIndex - 1}`, 'old')).toBe('200 false')
    expect(await write(`c1?cas=${ModifyIndex}`, 'new')).toBe('200 true')
    expect(await write(`c1?cas=${ModifyIndex}`, 'late')).toBe('200 false')
    expect((await agent.ask('GET /v1/kv/c1?raw')).body).toBe('new')
  })

  test.each(['1', '9007199254740993', '18446744073709551615'])(
    'of a missing key, %s lets none pass',
    async (index) => {
      expect(await write(`c2?cas=${index}`)).toBe('200 false')
    },
  )

  test('a delete passes at the very index, or when there is nothing', async () => {
    await write('c3')
    const { ModifyIndex } = await entry('c3')
    expect(await remove('c3?cas=0')).toBe('200 false')
    expect(await remove(`c3?cas=${ModifyIndex - 1}`)).toBe('200 false')
    expect(await remove(`c3?cas=${ModifyIndex}`)).toBe('200 true')
    expect(await remove(`c3?cas=${ModifyIndex}`)).toBe('200 true')
  })

  test('what is no index is refused', async () => {
    const words = '500 strconv.ParseUint: parsing "x": invalid syntax'
    expect(await write('c?cas=x')).toBe(words)
    expect(await remove('c?cas=x')).toBe(words)
  })

  test.each([
    ['PUT', 'c?cas=0&acquire=x', 'acquire=x&cas=0'],
    ['PUT', 'c?release=x&acquire=y', 'acquire=y&release=x'],
    ['PUT', 'c?release=x&cas=1&flags=2', 'cas=1&flags=2&release=x'],
    ['PUT', 'c?cas=0&acquire=a%20b', 'acquire=a+b&cas=0'],
    ['DELETE', 'c?recurse&cas=1', 'cas=1&recurse='],
  ])('%s %s is one condition too many', async (method, target, flags) => {
    const answer = await agent.ask(`${method} /v1/kv/${target}`, { body: 'x' })
    expect(answer).toMatchObject({ status: 400, body: `Conflicting flags: ${flags}` })
  })
})

describe('trees', () => {
  beforeAll(async () => {
    await remove('?recurse')
    for (const key of ['d/1', 'd/2/x', 'd/2/y', 'd/3', 'dir/']) await write(key, key)
  })

  test.each([
    ['?keys', ['d/1', 'd/2/x', 'd/2/y', 'd/3', 'dir/']],
    ['d/?keys', ['d/1', 'd/2/x', 'd/2/y', 'd/3']],
    ['d/?keys&separator=/', ['d/1', 'd/2/', 'd/3']],
    ['d?keys&separator=/', ['d/', 'dir/']],
    ['d?keys&separator=2', ['d/1', 'd/2', 'd/3', 'dir/']],
    ['?keys&separator=', ['d/1', 'd/2/x', 'd/2/y', 'd/3', 'dir/']],
    ['d/2?keys&raw', ['d/2/x', 'd/2/y']],
    ['d/2?keys&recurse', ['d/2/x', 'd/2/y']],
  ])('the names of %s', async (target, keys) => {
    expect(await agent.get(`/v1/kv/${target}`)).toEqual(keys)
  })

  test.each([
    ['d/2?recurse', ['d/2/x', 'd/2/y']],
    ['d/2?recurse=false&raw', ['d/2/x', 'd/2/y']],
    ['?recurse', ['d/1', 'd/2/x', 'd/2/y', 'd/3', 'dir/']],
  ])('the entries of %s', async (target, keys) => {
    const entries = await agent.get<Entry[]>(`/v1/kv/${target}`)
    expect(entries.map(({ Key }) => Key)).toEqual(keys)
    expect(entries.map(({ Value }) => Buffer.from(Value ?? '', 'base64').toString())).toEqual(keys)
  })

  test('a tree goes by its prefix, and is true when there was none', async () => {
    expect(await remove('d/2?recurse')).toBe('200 true')
    expect(await agent.get('/v1/kv/?keys')).toEqual(['d/1', 'd/3', 'dir/'])
    expect(await remove('none?recurse')).toBe('200 true')
    expect(await remove('?recurse')).toBe('200 true')
    expect((await agent.ask('GET /v1/kv/?keys')).status).toBe(404)
  })

  test('a delete of what is not there is true', async () => {
    expect(await remove('none')).toBe('200 true')
  })
})

describe('locks', () => {
  test('whoever acquires first holds it, and may write', async () => {
    const [a, b] = [await session(), await session()]
    expect(await write(`l?acquire=${a}`, 'one')).toBe('200 true')
    expect(await entry('l')).toMatchObject({ Session: a, LockIndex: 1 })
    expect(await write(`l?acquire=${a}`, 'two')).toBe('200 true')
    expect(await entry('l')).toMatchObject({ Session: a, LockIndex: 1, Value: 'dHdv' })
    expect(await write(`l?acquire=${b}`, 'three')).toBe('200 false')
    expect(await write(`l?release=${b}`)).toBe('200 false')
    expect(await entry('l')).toMatchObject({ Value: 'dHdv' })
    expect(await write(`l?release=${a}`, 'done')).toBe('200 true')
    expect(await entry('l')).not.toHaveProperty('Session')
    expect(await write(`l?release=${a}`)).toBe('200 false')
    expect(await write(`l?acquire=${b}`)).toBe('200 true')
    expect(await entry('l')).toMatchObject({ Session: b, LockIndex: 2 })
  })

  test('a plain write leaves the holder and resets the count', async () => {
    const a = await session()
    await write(`m?acquire=${a}`)
    expect(await write('m', 'plain')).toBe('200 true')
    expect(await entry('m')).toMatchObject({ Session: a, LockIndex: 0 })
  })

  test.each([
    ['acquire=', 'missing session'],
    ['acquire=x', 'failed session lookup: index error: UUID must be 36 characters'],
    [`acquire=${nobody}`, `invalid session "${nobody}"`],
  ])('?%s is refused', async (query, words) => {
    expect(await write(`e?${query}`)).toBe(`500 ${words}`)
  })

  test('a key that nobody holds cannot be released', async () => {
    expect(await write(`never?release=${await session()}`)).toBe('200 false')
  })

  test('the end of a session releases its keys, or deletes them', async () => {
    const released = await session()
    const deleted = await session({ LockDelay: '0s', Behavior: 'delete' })
    await write(`r1?acquire=${released}`, 'kept')
    await write(`r2?acquire=${deleted}`)
    const { ModifyIndex } = await entry('r1')
    await agent.put(`/v1/session/destroy/${released}`)
    await agent.put(`/v1/session/destroy/${deleted}`)
    const left = await entry('r1')
    expect(left).toMatchObject({ LockIndex: 1, Value: Buffer.from('kept').toString('base64') })
    expect(left).not.toHaveProperty('Session')
    expect(left.ModifyIndex).toBeGreaterThan(ModifyIndex)
    expect((await agent.ask('GET /v1/kv/r2')).status).toBe(404)
    expect(await write(`r1?acquire=${released}`)).toBe(`500 invalid session "${released}"`)
  })

  const delays: readonly [LockDelay: string | number | undefined, seconds: number][] = [
    ['5s', 5],
    [5, 5],
    [undefined, 15],
    ['90s', 60],
  ]
  test.each(delays)(
    'after a session with a lock delay of %s, nobody acquires for %i s',
    async (LockDelay, seconds) => {
      const holder = await session(LockDelay === undefined ? {} : { LockDelay })
      const next = await session()
      const key = `delayed/${LockDelay}`
      await write(`${key}?acquire=${holder}`)
      await agent.put(`/v1/session/destroy/${holder}`)
      await agent.advance(seconds * 1_000 - 10)
      expect(await write(`${key}?acquire=${next}`)).toBe('200 false')
      await agent.advance(20)
      expect(await write(`${key}?acquire=${next}`)).toBe('200 true')
    },
  )

  test('a release has no delay', async () => {
    const [a, b] = [await session({ LockDelay: '60s' }), await session()]
    await write(`free?acquire=${a}`)
    await write(`free?release=${a}`)
    expect(await write(`free?acquire=${b}`)).toBe('200 true')
  })
})
