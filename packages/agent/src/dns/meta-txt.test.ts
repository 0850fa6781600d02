import { Node } from '@consul-ts/structs'
import { text } from '@consul-ts/wire'
import { expect, test } from 'vitest'
import { rootName } from './domain-name.ts'
import { metaTxtRecords } from './meta-txt.ts'

function strings(Meta: Record<string, string> | null): string[][] {
  return metaTxtRecords(Node.create({ Meta }), rootName, 0).map(({ data }) =>
    data.kind === 'txt' ? data.strings.map(text) : [],
  )
}

test.each([
  [{ k: 'v' }, [['k=v']]],
  [{ k: '' }, [['k=']]],
  [{ 'rfc1035-any': 'only this' }, [['only this']]],
  [{ 'rfc1035-any': '' }, [['']]],
  [{ 'a=b`c': 'd=e' }, [['a`=b``c=d=e']]],
  [{ a: '1', b: '2' }, [['a=1'], ['b=2']]],
  [null, []],
])('%j', (meta, expected) => {
  expect(strings(meta)).toEqual(expected)
})

test('a value of more than 255 bytes is cut into several strings of one record', () => {
  expect(strings({ k: 'x'.repeat(600) })).toEqual([[`k=${'x'.repeat(253)}`, 'x'.repeat(255), 'x'.repeat(92)]])
})
