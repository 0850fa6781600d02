import { describe, expect, test } from 'vitest'
import { durationFlag } from './duration-flag.ts'
import {
  boolFlag,
  indexFlag,
  intFlag,
  listFlag,
  mapFlag,
  optionalFlag,
  stringFlag,
  uintFlag,
} from './flag.ts'
import { parseFlags } from './parse-flags.ts'

const usage = ''
const flags = {
  bool: boolFlag({ usage }),
  on: boolFlag({ usage, initial: true }),
  int: intFlag({ usage, initial: 3 }),
  index: indexFlag({ usage }),
  uint: uintFlag({ usage }),
  text: stringFlag({ usage, initial: 'x' }),
  maybe: optionalFlag({ usage }),
  list: listFlag({ usage }),
  map: mapFlag({ usage }),
  time: durationFlag({ usage }),
} as const

const unset = {
  bool: false,
  on: true,
  int: 3,
  index: 0,
  uint: 0n,
  text: 'x',
  maybe: undefined,
  list: [],
  map: {},
  time: 0,
}

describe('values', () => {
  test.each<[readonly string[], object, readonly string[]]>([
    [[], {}, []],
    [['-bool'], { bool: true }, []],
    [['--bool'], { bool: true }, []],
    [['-bool=false', '-on=0'], { on: false }, []],
    [['-bool', 'true'], { bool: true }, ['true']],
    [['-int=5'], { int: 5 }, []],
    [['-int', '-5'], { int: -5 }, []],
    [['-int', '0x10', 'rest'], { int: 16 }, ['rest']],
    [['-index=9007199254740991'], { index: 9007199254740991 }, []],
    [['-uint=18446744073709551615'], { uint: 18446744073709551615n }, []],
    [['-text='], { text: '' }, []],
    [['-text', ''], { text: '' }, []],
    [['-text=a=b'], { text: 'a=b' }, []],
    [['-text', '-bool'], { text: '-bool' }, []],
    [['-maybe', 'a b'], { maybe: 'a b' }, []],
    [['-list=a', '-list', 'b'], { list: ['a', 'b'] }, []],
    [['-map=a=1', '-map=b=2=3', '-map=a=4'], { map: { a: '4', b: '2=3' } }, []],
    [['-time=1m30s'], { time: 90_000_000_000 }, []],
    [['-int=1', '-int=2'], { int: 2 }, []],
  ])('%j', async (argv, expected, args) => {
    expect(await parseFlags(flags, argv)).toMatchObject({ flags: { ...unset, ...expected }, args })
  })
})

describe('where flags end', () => {
  test.each<[readonly string[], readonly string[]]>([
    [
      ['a', '-bool'],
      ['a', '-bool'],
    ],
    [
      ['-bool', 'a', '-zz'],
      ['a', '-zz'],
    ],
    [['-'], ['-']],
    [
      ['-bool', '-', '-zz'],
      ['-', '-zz'],
    ],
    [['--', '-bool'], ['-bool']],
    [
      ['-bool', '--', '-zz', '--'],
      ['-zz', '--'],
    ],
    [
      ['a', '--', 'b'],
      ['a', '--', 'b'],
    ],
    [[''], ['']],
  ])('%j', async (argv, args) => {
    expect((await parseFlags(flags, argv)).args).toEqual(args)
  })
})

test('flags are remembered in the order in which they were given', async () => {
  const { given } = await parseFlags(flags, ['-text=a', '-bool', '-text', 'b'])
  expect(given).toEqual([
    { name: 'text', text: 'a' },
    { name: 'bool', text: 'true' },
    { name: 'text', text: 'b' },
  ])
})

test.each([
  [['-zz'], 'flag provided but not defined: -zz'],
  [['--zz=1'], 'flag provided but not defined: -zz'],
  [['-zz', 'a'], 'flag provided but not defined: -zz'],
  [['-int'], 'flag needs an argument: -int'],
  [['-bool=x'], 'invalid boolean value "x" for -bool: parse error'],
  [['-int=x'], 'invalid value "x" for flag -int: parse error'],
  [['-int=1.5'], 'invalid value "1.5" for flag -int: parse error'],
  [['-index=-1'], 'invalid value "-1" for flag -index: parse error'],
  [['-index=9007199254740992'], 'invalid value "9007199254740992" for flag -index: parse error'],
  [['-uint=18446744073709551616'], 'invalid value "18446744073709551616" for flag -uint: parse error'],
  [['-time=5'], 'invalid value "5" for flag -time: parse error'],
  [['-map=a'], 'invalid value "a" for flag -map: Missing "=" value in argument: a'],
  [['---'], 'bad flag syntax: ---'],
  [['-=a'], 'bad flag syntax: -=a'],
  [['--=a'], 'bad flag syntax: --=a'],
])('%j is refused', async (argv, message) => {
  await expect(parseFlags(flags, argv)).rejects.toThrow(
    expect.objectContaining({ name: 'FlagError', message }),
  )
})

test('no text is a flag of what every object has', async () => {
  await expect(parseFlags(flags, ['-constructor=1'])).rejects.toThrow(
    'flag provided but not defined: -constructor',
  )
})
