import { expect, test } from 'vitest'
import { columns } from './columns.ts'

test('every column but the last is as wide as its widest cell', () => {
  const rows = [
    ['Node', 'ID', 'Address'],
    ['n', '12345678', '192.0.2.1'],
    ['longer', '1', 'x'],
  ]
  expect(columns(rows)).toBe('Node    ID        Address\nn       12345678  192.0.2.1\nlonger  1         x')
})

test('cells that are empty keep their place, but for the last line', () => {
  expect(
    columns([
      ['a', ''],
      ['bb', 'x'],
      ['c', ''],
    ]),
  ).toBe('a   \nbb  x\nc')
})

test('the gap may be wider, and characters are counted, not bytes', () => {
  expect(
    columns(
      [
        ['é', '1'],
        ['ab', '2'],
      ],
      4,
    ),
  ).toBe('é     1\nab    2')
})
