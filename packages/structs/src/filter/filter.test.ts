import { bigUint, bool, duration, f64, int, list, map, nullable, record, str } from '@consul-ts/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cachedFiltersMax, compileFilter } from './filter.ts'
import { FilterError } from './filter-error.ts'

const Check = record('Check', { Name: str, Status: str, Tags: list(str), CreateIndex: int })
const Place = record('Place', { Address: str, Port: int })
const Item = record('Item', {
  Name: str,
  Port: int,
  Ratio: f64,
  Flags: bigUint,
  Wait: duration,
  Override: bool,
  Tags: list(str),
  Meta: map(str),
  Places: map(Place),
  Home: nullable(Place),
  Checks: list(Check),
  CreateIndex: int,
})

const web = Item.create({
  Name: 'web',
  Port: 8080,
  Ratio: 1.5,
  Flags: 2n ** 64n - 1n,
  Wait: 10_000_000_000,
  Override: true,
  Tags: ['v1', 'prod'],
  Meta: { env: 'prod', 'a-b': 'x', empty: '' },
  Places: { lan: { Address: '10.0.0.1', Port: 1 } },
  Home: { Address: '10.0.0.9', Port: 9 },
  Checks: ['critical', 'passing', 'critical'].map((Status, i) =>
    Check.create({ Name: `c${i}`, Status, Tags: i === 0 ? null : ['v1'] }),
  ),
})
const bare = Item.create()

describe('what an item with everything answers', () => {
  test.each<[string, boolean]>([
    ['Name == web', true],
    ['Name == we', false],
    ['Name != web', false],
    ['e in Name', true],
    ['Name contains e', true],
    ['Name not contains e', false],
    ['z not in Name', true],
    ['Name matches e', true],
    ['Name matches "^e"', false],
    ['Name not matches "^e"', true],
    ['Name == 1.5', false],
    ['Name == Name', false],
    ['Port == 8080', true],
    ['Port == "0x1F90"', true],
    ['Port != 8080', false],
    ['Port == 9223372036854775807', false],
    ['Ratio == 1.5', true],
    ['Flags == 18446744073709551615', true],
    ['Wait == 10000000000', true],
    ['Override == true', true],
    ['Override == 1', true],
    ['Override != f', true],
    ['v1 in Tags', true],
    ['v in Tags', false],
    ['Tags contains prod', true],
    ['Tags not contains v1', false],
    ['zz not in Tags', true],
    ['Tags is empty', false],
    ['Tags is not empty', true],
    ['Meta.env == prod', true],
    ['Meta["a-b"] == x', true],
    ['"/Meta/a-b" == x', true],
    ['Meta.empty == ""', true],
    ['Meta.env contains ro', true],
    ['Meta.env matches "^p"', true],
    ['env in Meta', true],
    ['Meta contains nope', false],
    ['nope not in Meta', true],
    ['"__proto__" in Meta', false],
    ['Meta is empty', false],
    ['Places.lan.Port == 1', true],
    ['lan in Places', true],
    ['Home.Port == 9', true],
    ['Checks is not empty', true],
    // A selector through a list asks whether any of its items will do, even for what a negative operator says.
    ['Checks.Status == passing', true],
    ['Checks.Status != passing', true],
    ['not Checks.Status == critical', false],
    ['Checks.Status == warning', false],
    ['Checks.Status not matches critical', true],
    ['Checks.Tags contains v1', true],
    ['Checks.Tags not contains v1', true],
    ['Checks.Tags is empty', true],
    ['Name == web and Port == 8081', false],
    ['Name == web or Port == 8081', true],
    ['Name == x or Name == web and Port == 8080', true],
    ['not Name == x and not Name == y', true],
    ['not (Name == web or Name == x)', false],
    ['not not Name == web', true],
  ])('%s: %s', (expression, answer) => {
    expect(compileFilter(expression, Item)(web)).toBe(answer)
  })
})

describe('what an item without anything answers', () => {
  test.each<[string, boolean]>([
    ['Name == ""', true],
    ['Port == 0', true],
    ['Override == false', true],
    ['Tags is empty', true],
    ['v1 in Tags', false],
    ['v1 not in Tags', true],
    ['Meta is empty', true],
    ['env in Meta', false],
    ['env not in Meta', true],
    ['Checks is empty', true],
    ['Checks.Status == passing', false],
    ['Checks.Status != passing', false],
    // Of what is absent, 1.8.7 says this; the answer to `matches` included.
    ['Meta.env == ""', false],
    ['Meta.env != x', true],
    ['x in Meta.env', false],
    ['Meta.env not contains ""', true],
    ['Meta.env matches x', true],
    ['Meta.env not matches x', true],
    ['Places.lan.Port == 0', false],
    ['Places.lan.Port != 0', true],
    ['Home.Port == 0', false],
    ['Home.Port != 0', true],
  ])('%s: %s', (expression, answer) => {
    expect(compileFilter(expression, Item)(bare)).toBe(answer)
  })
})

test('an empty expression lets everything through', () => {
  expect(compileFilter('', Item)(bare)).toBe(true)
})

describe('what is refused, whatever the items', () => {
  test.each([
    ['Bogus == x', 'FILTER_SELECTOR', 'Selector "Bogus" is not valid'],
    ['name == x', 'FILTER_SELECTOR', 'Selector "name" is not valid'],
    ['toString == x', 'FILTER_SELECTOR', 'Selector "toString" is not valid'],
    ['Name in web', 'FILTER_SELECTOR', 'Selector "web" is not valid'],
    ['CreateIndex == 1', 'FILTER_SELECTOR', 'Selector "CreateIndex" is not valid'],
    ['Checks.CreateIndex == 1', 'FILTER_SELECTOR', 'Selector "Checks.CreateIndex" is not valid'],
    ['Bogus.A.B is empty', 'FILTER_SELECTOR', 'Selector "Bogus" is not valid'],
    ['Name.x == y', 'FILTER_SELECTOR', 'Selector "Name.x" is not valid'],
    ['Meta["a\\n"].b.c == y', 'FILTER_SELECTOR', 'Selector "Meta.a\\n.b" is not valid'],
    ['Tags.x == y', 'FILTER_SELECTOR', 'Selector "Tags.x" is not valid'],
    ['Places.lan.Nope == y', 'FILTER_SELECTOR', 'Selector "Places.lan.Nope" is not valid'],
    ['Tags == v1', 'FILTER_OPERATOR', 'Invalid match operator "Equal" for selector "Tags"'],
    ['Tags matches v', 'FILTER_OPERATOR', 'Invalid match operator "Matches" for selector "Tags"'],
    ['Name is empty', 'FILTER_OPERATOR', 'Invalid match operator "Is Empty" for selector "Name"'],
    ['Meta.a is not empty', 'FILTER_OPERATOR', 'Invalid match operator "Is Not Empty" for selector "Meta.a"'],
    ['Meta != x', 'FILTER_OPERATOR', 'Invalid match operator "Not Equal" for selector "Meta"'],
    ['8080 in Port', 'FILTER_OPERATOR', 'Invalid match operator "In" for selector "Port"'],
    ['Port not contains x', 'FILTER_OPERATOR', 'Invalid match operator "Not In" for selector "Port"'],
    ['Override matches t', 'FILTER_OPERATOR', 'Invalid match operator "Matches" for selector "Override"'],
    ['Checks contains x', 'FILTER_OPERATOR', 'Invalid match operator "In" for selector "Checks"'],
    ['Places.lan == 1', 'FILTER_OPERATOR', 'Invalid match operator "Equal" for selector "Places.lan"'],
    ['Home is empty', 'FILTER_OPERATOR', 'Invalid match operator "Is Empty" for selector "Home"'],
    [
      'Port == abc',
      'FILTER_VALUE',
      'Failed to coerce value "abc" for selector "Port": strconv.ParseInt: parsing "abc": invalid syntax',
    ],
    [
      'Override == yes',
      'FILTER_VALUE',
      'Failed to coerce value "yes" for selector "Override": strconv.ParseBool: parsing "yes": invalid syntax',
    ],
    [
      'Name matches `(`',
      'FILTER_REGEXP',
      'Failed to compile regular expression "(": error parsing regexp: missing closing ): `(`',
    ],
    ['Name == x and Bogus == 1', 'FILTER_SELECTOR', 'Selector "Bogus" is not valid'],
    [
      'Name == ',
      'FILTER_SYNTAX',
      '1:9 (8): no match found, expected: "-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]',
    ],
  ])('%s', (expression, code, message) => {
    expect(() => compileFilter(expression, Item)).toThrow(expect.objectContaining({ code, message }))
  })
})

test('a filter that was used lately is not compiled again; the cache is bounded', () => {
  const first = compileFilter('Name == cached', Item)
  for (let i = 0; i < cachedFiltersMax - 1; i++) compileFilter(`Name == n${i}`, Item)
  expect(compileFilter('Name == cached', Item)).toBe(first)
  for (let i = 0; i < cachedFiltersMax; i++) compileFilter(`Name == n${i}`, Item)
  expect(compileFilter('Name == cached', Item)).not.toBe(first)
})

test('records do not share filters', () => {
  expect(compileFilter('Name == x', Item)).not.toBe(compileFilter('Name == x', Check))
})

test('any text compiles or throws a coded error', () => {
  const token = fc.constantFrom(
    ...[
      'Name',
      'Port',
      'Meta',
      'Tags',
      'Checks',
      '.Status',
      '["a"]',
      '[',
      ']',
      '(',
      ')',
      '"',
      '`',
      '"x"',
      '1',
      '-',
    ],
    ...[
      ' and ',
      ' or ',
      'not ',
      ' in ',
      ' not in ',
      ' is empty',
      ' == ',
      ' != ',
      ' contains ',
      ' matches ',
      ' ',
      'é',
    ],
  )
  const expression = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
  )
  fc.assert(
    fc.property(expression, (text) => {
      try {
        const filter = compileFilter(text, Item)
        expect([typeof filter(web), typeof filter(bare)]).toEqual(['boolean', 'boolean'])
      } catch (error) {
        expect(error).toBeInstanceOf(FilterError)
      }
    }),
    { numRuns: 500 },
  )
}, 60_000)
