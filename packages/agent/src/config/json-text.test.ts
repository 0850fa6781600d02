import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJsonObject } from './json-text.ts'

test('an object is read, and null as one without keys', () => {
  expect(parseJsonObject(' {"a": [1, "x", null]} ')).toEqual({ a: [1, 'x', null] })
  expect(parseJsonObject('null')).toEqual({})
})

test.each([
  ['{"a":"x"', 'unexpected end of JSON input'],
  ['{"a":', 'unexpected end of JSON input'],
  ['"a', 'unexpected end of JSON input'],
  ['{"a":"x",}', "invalid character '}' looking for beginning of object key string"],
  ['{a:1}', "invalid character 'a' looking for beginning of object key string"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
  ['{"a":[1 2]}', "invalid character '2' after array element"],
  ['{"a":[1,]}', "invalid character ']' looking for beginning of value"],
  ['{"a":x}', "invalid character 'x' looking for beginning of value"],
  ['{} x', "invalid character 'x' after top-level value"],
  ['{} é', "invalid character 'Ã' after top-level value"],
  ['{"a":"\n"}', "invalid character '\\n' in string literal"],
  ['{"a":"\\q"}', "invalid character 'q' in string escape code"],
  ['{"a":"\\u12x4"}', "invalid character 'x' in \\u hexadecimal character escape"],
  ['{"a":-x}', "invalid character 'x' in numeric literal"],
  ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
  ['{"a":1ex}', "invalid character 'x' in exponent of numeric literal"],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['{"a":trux}', "invalid character 'x' in literal true (expecting 'e')"],
  ['{"a":é}', "invalid character 'Ã' looking for beginning of value"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
  ['5', 'json: cannot unmarshal number into Go value of type map[string]interface {}'],
  ['"x"', 'json: cannot unmarshal string into Go value of type map[string]interface {}'],
  ['true', 'json: cannot unmarshal bool into Go value of type map[string]interface {}'],
])('%s', (text, message) => {
  expect(() => parseJsonObject(text)).toThrow(new SyntaxError(message))
})

test('a text that is not JSON is always explained', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '0', 'x'))
    .map(
      ([json, at, change]) => json.slice(0, at % json.length) + change + json.slice((at % json.length) + 1),
    )
  fc.assert(
    fc.property(broken, (text) => {
      let isJson = true
      try {
        JSON.parse(text)
      } catch {
        isJson = false
      }
      fc.pre(!isJson)
      expect(() => parseJsonObject(text)).toThrow(/^(invalid character .* |unexpected end of JSON input$)/s)
    }),
  )
})
