import { expect, test } from 'vitest'
import { DomainName, labelText, rootName } from './domain-name.ts'

const parse = (text: string): DomainName => DomainName.parse(text) as DomainName

test.each(['web.service.consul', 'a', '_web._tcp.service.consul', 'bad host!.x'])('%s comes back', (text) => {
  expect(String(parse(text))).toBe(`${text}.`)
  expect(String(parse(`${text}.`))).toBe(`${text}.`)
})

test.each(['a..b', '.a', 'a..', `${'a'.repeat(64)}.b`, `${'a.'.repeat(128)}b`])('%s is no name', (text) => {
  expect(DomainName.parse(text)).toBeUndefined()
})

test('the longest name has 255 bytes on the wire', () => {
  const longest = DomainName.parse(`${'a.'.repeat(126)}b`)
  expect(longest?.wire.length).toBe(255)
})

test('the root has no labels and one byte', () => {
  expect(parse('')).toEqual(rootName)
  expect(parse('.')).toEqual(rootName)
  expect(rootName.wire).toEqual(Uint8Array.of(0))
})

test.each([
  ['web.service.consul', 'consul', ['web', 'service']],
  ['WEB.Service.CONSUL', 'consul', ['WEB', 'Service']],
  ['consul', 'consul', []],
  ['a.corp.example', 'CORP.example', ['a']],
  ['xconsul', 'consul', undefined],
  ['a.xconsul', 'consul', undefined],
  ['consul.a', 'consul', undefined],
  ['', 'consul', undefined],
  ['a.b', '', ['a', 'b']],
])('in %s the labels above %s are %j', (name, domain, labels) => {
  expect(parse(name).labelsAbove(parse(domain))).toEqual(labels)
})

test('names that DNS takes as equal have one key', () => {
  expect(parse('Web.CONSUL').key).toBe(parse('wEB.consul').key)
  expect(parse('web.consul').key).not.toBe(parse('web.consul.x').key)
})

test('a label is text in lower case, its letters beyond ASCII unharmed', () => {
  expect(labelText(parse('WÉB').labels[0] as string)).toBe('wÉb')
})
