import { expect, test } from 'vitest'
import { dnsProblem } from './dns-names.ts'

test('names that DNS cannot find', () => {
  expect(dnsProblem('web-1')).toBeUndefined()
  expect(dnsProblem('a_b')).toContain('invalid characters')
  expect(dnsProblem('a'.repeat(64))).toContain('too long')
})
