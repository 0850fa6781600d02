import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  formatJson,
  formatJsonFloat,
  formatJsonFloat32,
  indentJson,
  JsonReader,
  type JsonValue,
  parseJson,
  quoteJson,
  sortKeys,
  text,
  WireError,
} from '../index.ts'

/** The JSON that a value of ours stands for, as the platform's own parser gives it. */
function plain(value: JsonValue): unknown {
  return JSON.parse(formatJson(value))
}

test.each([
  ['', 'EOF'],
  [' \n\t', 'EOF'],
  ['{', 'unexpected EOF'],
  ['{"a"', 'unexpected EOF'],
  ['{"a":', 'unexpected EOF'],
  ['{"a":"x', 'unexpected EOF'],
  ['{"a":"x"', 'unexpected EOF'],
  ['{"a":"x",', 'unexpected EOF'],
  ['[1', 'unexpected EOF'],
  ['-', 'unexpected EOF'],
  ['tru', 'unexpected EOF'],
  ['{b', "invalid character 'b' looking for beginning of object key string"],
  ['{"a":"x",}', "invalid character '}' looking for beginning of object key string"],
  ['{1:2}', "invalid character '1' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['["a" "b"]', `invalid character '"' after array element`],
  ['["a",]', "invalid character ']' looking for beginning of value"],
  ['[,]', "invalid character ',' looking for beginning of value"],
  ['truz', "invalid character 'z' in literal true (expecting 'e')"],
  ['[nul]', "invalid character ']' in literal null (expecting 'l')"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\\q"', "invalid character 'q' in string escape code"],
  ['"\\u12"', `invalid character '"' in \\u hexadecimal character escape`],
  ['[1.]', "invalid character ']' after decimal point in numeric literal"],
  ['[1e]', "invalid character ']' in exponent of numeric literal"],
  ['[-]', "invalid character ']' in numeric literal"],
  ["'", "invalid character '\\'' looking for beginning of value"],
  ['é', "invalid character 'Ã' looking for beginning of value"],
  ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
  ['\x7f', "invalid character '\\x7f' looking for beginning of value"],
  ['['.repeat(65), 'exceeded max depth'],
])('%j: %s', (json, message) => {
  expect(() => parseJson(json)).toThrow(expect.objectContaining({ code: 'WIRE_JSON', message }))
})

test('what follows the first value is not looked at', () => {
  expect(parseJson('{}}')).toEqual({})
  expect(parseJson('5 x')).toBe(5)
})

test.each([
  ['9007199254740991', 9007199254740991],
  ['9007199254740993', 9007199254740993n],
  ['18446744073709551615', 2n ** 64n - 1n],
  ['-9223372036854775808', -(2n ** 63n)],
  ['1e3', 1000],
  ['12345678901234567890.0', 12345678901234567000],
  ['-0', -0],
])('the number %s is %s', (json, value) => {
  expect(parseJson(json)).toBe(value)
})

test('a lone half of a surrogate pair is no character', () => {
  expect(parseJson('"\\ud83d\\ude00 \\ud800x \\udc00"')).toBe('😀 \ufffdx \ufffd')
})

test('no key is special, and of several equal ones the last counts', () => {
  const value = parseJson('{"__proto__":1,"a":2,"a":3}')
  expect(Object.entries(value as object)).toEqual([
    ['__proto__', 1],
    ['a', 3],
  ])
})

test('strings are escaped as Go escapes them', () => {
  expect(quoteJson('a<b>&"\\\n\r\t\b\f\u2028\u2029\x7fé😀')).toBe(
    '"a\\u003cb\\u003e\\u0026\\"\\\\\\n\\r\\t\\u0008\\u000c\\u2028\\u2029\x7fé😀"',
  )
})

test.each([
  [1, '1'],
  [0.000001, '0.000001'],
  [1e-7, '1e-7'],
  [1e20, '100000000000000000000'],
  [1e21, '1e+21'],
  [-0, '-0'],
  [Number('12345678901234567890'), '12345678901234567000'],
])('the float %s is written %s', (value, json) => {
  expect(formatJsonFloat(value)).toBe(json)
})

test('a float of 32 bits has no more digits than it needs', () => {
  expect(formatJsonFloat32(Math.fround(90.1))).toBe('90.1')
  expect(formatJsonFloat32(Math.fround(1 / 3))).toBe('0.33333334')
})

test('keys sort as their UTF-8 bytes do', () => {
  expect(sortKeys(['😀', '\uffee', 'b', 'a', 'B'])).toEqual(['B', 'a', 'b', '\uffee', '😀'])
})

test('a reader steps over what nobody wants', () => {
  const reader = new JsonReader('[{"a":[1,{"b":"\\""}],"c":null},true] rest')
  reader.skip()
  expect(reader.at).toBe(36)
})

const anyJson = fc.jsonValue({ maxDepth: 5 })

test('parses what JSON.stringify writes', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      const json = JSON.stringify(value)
      expect(plain(parseJson(json))).toEqual(JSON.parse(json))
    }),
  )
})

test('indents as JSON.stringify does', () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(indentJson(JSON.stringify(value), '    ')).toBe(JSON.stringify(value, null, 4))
    }),
  )
})

test('any text is accepted or refused as by JSON.parse', () => {
  const token = fc.constantFrom(
    ...[
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '\\u00e',
      '1',
      '-',
      '0',
      '.5',
      'e9',
      'true',
      'nul',
      ' ',
    ],
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 9 }), (tokens) => {
      // Wrapped, so that nothing can follow the first value.
      const json = `[${tokens.join('')}]`
      const own = outcome(() => plain(parseJson(json)))
      const native = outcome(() => JSON.parse(json))
      // What closes the bracket early is not looked at further by ours alone.
      if (native === refused) expect(own === refused || json.lastIndexOf(']') > json.indexOf(']')).toBe(true)
      else expect(own).toEqual(native)
    }),
    { numRuns: 2000 },
  )
})

const refused = Symbol('refused')

function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof SyntaxError)) expect(error).toBeInstanceOf(WireError)
    return refused
  }
}

test('a byte order mark belongs to the text', () => {
  expect(text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
})
