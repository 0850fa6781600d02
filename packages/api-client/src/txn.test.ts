import { expect, test } from 'vitest'
import { fakeClient } from '../test/fake-client.ts'

const flags = 2n ** 64n - 1n

test('operations are sent exactly', async () => {
  const { consul, asked } = fakeClient('{"Results":null,"Errors":null}')
  await consul.txn([
    { KV: { Verb: 'set', Key: 'a', Value: Buffer.from('v'), Flags: flags } },
    { Node: { Verb: 'set', Node: { Node: 'n', Address: '127.0.0.1' } } },
    { Service: { Verb: 'get', Node: 'n', Service: { ID: 's' } } },
    { Check: { Verb: 'delete', Check: { Node: 'n', CheckID: 'c' } } },
  ])
  expect(asked).toMatchObject([{ method: 'PUT', path: '/v1/txn' }])
  expect(asked[0]?.body).toContain(`"Flags":${flags}`)
  expect(asked[0]?.body).toContain('"Value":"dg=="')
  expect(asked[0]?.body).toContain('{"Check":{"Check":{"CheckID":"c","Node":"n"},"Verb":"delete"}}')
})

test('reads may be stale or consistent', async () => {
  const { consul, asked } = fakeClient('{"Results":[],"Errors":null}')
  await consul.kv.txn([{ Verb: 'get', Key: 'a' }], { stale: true, datacenter: 'dc2' })
  await consul.kv.txn([{ Verb: 'get', Key: 'a' }], { consistent: true })
  expect(asked.map(({ path }) => path)).toEqual(['/v1/txn?dc=dc2&stale=', '/v1/txn?consistent='])
})

test('results come in the order of the operations', async () => {
  const text = `{"Results":[{"KV":{"Key":"a","Flags":${flags},"Value":null}},{"Node":{"Node":"n"}}],"Errors":null,"Index":1}`
  const { ok, results, errors } = await fakeClient(text).consul.txn([])
  expect({ ok, errors }).toEqual({ ok: true, errors: [] })
  expect(results[0]?.KV).toMatchObject({ Key: 'a', Flags: flags })
  expect(results[1]?.Node).toMatchObject({ Node: 'n' })
})

test('what was rolled back says why', async () => {
  const text = `{"Results":null,"Errors":[{"OpIndex":1,"What":"key \\"b\\" doesn't exist"}]}`
  expect(await fakeClient(text, { status: 409 }).consul.txn([])).toEqual({
    ok: false,
    results: [],
    errors: [{ OpIndex: 1, What: 'key "b" doesn\'t exist' }],
  })
})
