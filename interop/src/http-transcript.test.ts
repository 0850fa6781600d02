import { expect, test } from 'vitest'
import type { AgentProcess } from './agent-process.ts'
import type { HttpAnswer } from './http-recording.ts'
import { get, type HttpStepParts } from './http-step.ts'
import { httpTranscript, ourTranscript } from './http-transcript.ts'

const agent = { address: '127.101.102.103', ports: {}, startIndex: 5 } as unknown as AgentProcess

function answer(parts: Partial<HttpAnswer>, step: HttpStepParts = {}, path = '/v1/kv/a'): HttpAnswer {
  return { step: get(path, step), status: 200, headers: [], body: '', elapsedMs: 1, ...parts }
}

function transcript(parts: Partial<HttpAnswer>, step?: HttpStepParts, path?: string): string {
  return httpTranscript(agent, [answer(parts, step, path)])[0] as string
}

test('shows status, headers by name, and body; how the body was framed does not matter', () => {
  const headers = [
    ['Vary', 'Accept-Encoding'],
    ['Date', 'Tue, 24 Nov 2026 08:33:08 GMT'],
    ['Content-Type', 'application/json'],
    ['X-Consul-Index', '9'],
    ['Content-Length', '4'],
  ] as const
  expect(transcript({ headers, body: 'true' })).toBe(
    '200\nContent-Type: application/json\nVary: Accept-Encoding\nX-Consul-Index: <index 1>\n\ntrue',
  )
})

test('shows a Content-Length that is wrong', () => {
  expect(transcript({ headers: [['Content-Length', '5']], body: 'true' })).toContain(
    'Content-Length of 5, and 4',
  )
})

test('shows whether a query waited', () => {
  const path = '/v1/kv/a?index=1&wait=300ms'
  expect(transcript({ elapsedMs: 310 }, {}, path)).toContain('after the whole wait')
  expect(transcript({ elapsedMs: 20 }, {}, path)).toContain('before the wait was over')
})

test('compares as much of the body as the step asks for', () => {
  const body = '{"b": ["y", "x"], "a": 1}'
  expect(transcript({ body }, { compare: 'text' })).toContain(body)
  expect(transcript({ body }, { compare: 'keys' })).toBe('200\n\na\nb')
  expect(transcript({ body }, { compare: 'none' })).not.toContain('"a"')
  const other = '{"b": ["x", "y"], "a": 1}'
  expect(transcript({ body }, { compare: 'set' })).toBe(transcript({ body: other }, { compare: 'set' }))
})

test('a difference on purpose changes what is expected of ours', () => {
  const step = get('/v1/x', {
    ours: { why: 'documented so', status: 400, headers: { 'X-A': undefined, 'X-B': '2' } },
  })
  expect(ourTranscript('500\nVary: y\nX-A: 1\n\nbody', step)).toBe('400\nVary: y\nX-B: 2\n\nbody')
})
