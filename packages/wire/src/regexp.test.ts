import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRegexp, WireError } from './index.ts'

test.each([
  ['', 'abc', true],
  ['b', 'abc', true],
  ['^b', 'abc', false],
  ['c$', 'abc', true],
  ['(?i)ABC', 'xabcx', true],
  ['^web-[0-9]+$', 'web-17', true],
  ['[[:digit:]]{2,3}', 'a12', true],
  ['\\pL', 'é', true],
  ['\\Qa.b\\E$', 'a.b', true],
  ['\\Qa.b', 'axb', false],
  ['a{,2}', 'aa', false],
  ['(?s)a.b', 'a\nb', true],
  ['a.b', 'a\nb', false],
  ['(x+x+)+y', 'x'.repeat(50_000), false],
])('%s finds a match in %s: %s', (pattern, text, found) => {
  const regexp = compileRegexp(pattern)
  expect(regexp.test(text)).toBe(found)
  expect(regexp.source).toBe(pattern)
})

// What Go answers, as Consul 1.8.7 shows it.
test.each([
  ['(', 'missing closing ): `(`'],
  ['a)', 'unexpected ): `a)`'],
  ['[a', 'missing closing ]: `[a`'],
  ['[z-a]', 'invalid character class range: `z-a`'],
  ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
  ['\\p{Foo}', 'invalid character class range: `\\p{Foo}`'],
  ['a**', 'invalid nested repetition operator: `**`'],
  ['x{2}{2}', 'invalid nested repetition operator: `{2}{2}`'],
  ['*', 'missing argument to repetition operator: `*`'],
  ['a{2,1}', 'invalid repeat count: `{2,1}`'],
  ['a{1001}', 'invalid repeat count: `{1001}`'],
  ['(?=x)', 'invalid or unsupported Perl syntax: `(?=`'],
  ['(?!x)', 'invalid or unsupported Perl syntax: `(?!`'],
  ['\\1', 'invalid escape sequence: `\\1`'],
  ['\\', 'trailing backslash at end of expression: ``'],
  ['(?P<>a)', 'invalid named capture: `(?P<>`'],
])('%s is refused in Go’s words', (pattern, reason) => {
  expect(() => compileRegexp(pattern)).toThrow(
    expect.objectContaining({ code: 'WIRE_REGEXP', message: `error parsing regexp: ${reason}` }),
  )
})

test.each([
  'a{1000}'.repeat(20),
  '(a{100}b{50}){100}',
  `(${'ab'.repeat(50)}){1000}`,
  `${'[0-9a-f]{500}'.repeat(4)}`,
  `\\Q${'a'.repeat(20_000)}`,
  '[a'.repeat(10_000),
])('a pattern that is large once unrolled is refused before it is compiled: %.30s', (pattern) => {
  expect(() => compileRegexp(pattern)).toThrow(`error parsing regexp: expression too large: \`${pattern}\``)
})

test.each([
  '^([a-z0-9]{1,63}\\.){1,8}$',
  '(\\d{1,3}\\.){3}\\d{1,3}',
  '[]{1000}]',
  '[^]{1000}]{9}',
  '\\Q(a{1000}){1000}\\E',
  '\\{1000}{2}',
])('%s is small enough', (pattern) => {
  compileRegexp(pattern)
})

test('any text compiles or throws a coded error', () => {
  const fragment = fc.constantFrom(
    ...[
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      '\\',
      'Q',
      'E',
      'p',
      '?',
      '*',
      '+',
      '^',
      '-',
      ',',
      ':',
      '7',
      '(?',
      'P<',
      '|',
    ],
  )
  const pattern = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fragment).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(pattern, fc.string(), (source, text) => {
      try {
        compileRegexp(source).test(text)
      } catch (error) {
        expect(error).toBeInstanceOf(WireError)
      }
    }),
  )
}, 60_000)
