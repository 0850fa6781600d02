import { get, type HttpScenario, put } from '../../src/http-step.ts'

const txn = '/v1/txn'
const two = 'dHdv'
const sets = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ KV: { Verb: 'set', Key: `many/${i}`, Value: two } }))

/** Several operations on keys, all or none. */
export const transaction: HttpScenario = {
  name: 'txn',
  steps: [
    put(txn, [], { says: /"Results": \[\]/ }),
    put(txn, [{}], { says: /"Results": \[\]/ }),
    put(txn, [{ KV: { Verb: 'set', Key: 'a', Value: two, Flags: 7 } }], { says: /"Value": null/ }),
    put(txn, [{ KV: { Verb: 'get', Key: 'a' } }], {
      says: /"Value": "dHdv"/,
      keep: { index: 'Results.0.KV.ModifyIndex' },
    }),
    put(`${txn}?stale`, [{ KV: { Verb: 'get', Key: 'a' } }]),
    put(`${txn}?consistent`, [{ KV: { Verb: 'get', Key: 'a' } }]),
    put(txn, [
      { KV: { Verb: 'set', Key: 'b/1', Value: two } },
      { KV: { Verb: 'set', Key: 'b/2', Value: '' } },
      { KV: { Verb: 'get-tree', Key: 'b/' } },
      { KV: { Verb: 'check-not-exists', Key: 'c' } },
      { KV: { Verb: 'delete', Key: 'b/1' } },
    ]),
    get('/v1/kv/b/?keys', { says: /^\[\s*"b\/2"\s*\]$/ }),
    put(txn, [{ KV: { Verb: 'get-tree', Key: 'none/' } }]),
    put(txn, `[{"KV":{"Verb":"cas","Key":"a","Value":"${two}","Index":{index}}}]`),
    put(txn, `[{"KV":{"Verb":"cas","Key":"a","Value":"${two}","Index":{index}}}]`, {
      status: 409,
      says: /failed to set key \\"a\\", index is stale/,
    }),
    put(txn, [{ KV: { Verb: 'cas', Key: 'new', Value: two, Index: 0 } }]),
    put(txn, [{ KV: { Verb: 'check-index', Key: 'new', Index: 1 } }], {
      status: 409,
      says: /failed index check for key \\"new\\", current modify index \d+ != 1/,
    }),
    put(txn, [{ KV: { Verb: 'check-index', Key: 'none', Index: 1 } }], { status: 409 }),
    put(txn, [{ KV: { Verb: 'delete-cas', Key: 'new', Index: 1 } }], {
      status: 409,
      says: /failed to delete key \\"new\\", index is stale/,
    }),
    put(txn, [{ KV: { Verb: 'delete-cas', Key: 'none', Index: 1 } }]),
    put(txn, [{ KV: { Verb: 'check-not-exists', Key: 'new' } }], {
      status: 409,
      says: /key \\"new\\" exists/,
    }),
    put(txn, [{ KV: { Verb: 'get', Key: 'none' } }], { status: 409, says: /key \\"none\\" doesn't exist/ }),
    put(txn, [{ KV: { Verb: 'delete-tree', Key: 'b/' } }]),
    get('/v1/kv/b/?keys', { status: 404 }),

    put(txn, [{ KV: { Verb: 'set', Key: 'undone', Value: two } }, { KV: { Verb: 'get', Key: 'none' } }], {
      status: 409,
    }),
    get('/v1/kv/undone', { status: 404 }),
    put(
      txn,
      [
        { KV: { Verb: 'get', Key: 'none' } },
        { KV: { Verb: 'check-not-exists', Key: 'new' } },
        { KV: { Verb: 'bogus', Key: 'new' } },
      ],
      { status: 409, says: /unknown KV verb \\"bogus\\"/ },
    ),
    put(txn, [{ KV: { Verb: 'set', Key: '' } }], { status: 409, says: /Must provide key/ }),
    put(txn, [{ KV: { Verb: 'set', Value: two } }], { status: 409, says: /Must provide key/ }),

    put('/v1/session/create', { LockDelay: '0s' }, { keep: { a: 'ID' } }),
    put('/v1/session/create', { LockDelay: '0s' }, { keep: { b: 'ID' } }),
    put(txn, '[{"KV":{"Verb":"lock","Key":"l","Value":"","Session":"{a}"}}]'),
    put(txn, '[{"KV":{"Verb":"lock","Key":"l","Value":"","Session":"{b}"}}]', {
      status: 409,
      says: /failed to lock key \\"l\\", lock is already held/,
    }),
    put(txn, '[{"KV":{"Verb":"check-session","Key":"l","Session":"{a}"}}]'),
    put(txn, '[{"KV":{"Verb":"check-session","Key":"l","Session":"{b}"}}]', {
      status: 409,
      says: /failed session check for key \\"l\\", current session/,
    }),
    put(txn, '[{"KV":{"Verb":"unlock","Key":"l","Value":"","Session":"{b}"}}]', {
      status: 409,
      says: /failed to unlock key \\"l\\", lock isn't held, or is held by another session/,
    }),
    put(txn, '[{"KV":{"Verb":"unlock","Key":"l","Value":"","Session":"{a}"}}]'),

    put(txn, sets(64), { compare: 'keys' }),
    put(txn, sets(65), {
      status: 413,
      says: 'Transaction contains too many operations (65 > 64)',
      ours: {
        why: 'newer versions allow 128 operations, and their clients send them',
        status: 200,
        headers: { 'Content-Type': 'application/json' },
      },
      compare: 'none',
    }),
    put(txn, sets(129), { status: 413, compare: 'none' }),
    put(txn, `[{"KV":{"Verb":"set","Key":"a","Value":"${'A'.repeat(524_288)}"}}]`, {
      status: 413,
      says: /too large, max size: 524288 bytes/,
    }),
    put(txn, '{', { status: 400, says: 'Failed to parse body: unexpected EOF' }),
    put(txn, undefined, { status: 400, says: 'Failed to parse body: EOF' }),
    put(txn, '{}', { status: 400, says: /^Failed to parse body: / }),
    put(txn, [{ Bogus: {} }], { status: 400, says: 'Failed to parse body: json: unknown field "Bogus"' }),
    put(txn, [{ KV: { Verb: 'set', Key: 'a', Value: '!' } }], {
      status: 400,
      says: 'Failed to parse body: illegal base64 data at input byte 0',
    }),
    put(txn, [{ KV: { Verb: 'set', Key: 'a', Flags: 'x' } }], {
      status: 400,
      says: /^Failed to parse body: /,
    }),
    get(txn, { status: 405, says: 'method GET not allowed' }),
  ],
}

/** Operations on the catalog. */
export const catalogTransaction: HttpScenario = {
  name: 'txn catalog',
  steps: [
    put(txn, [{ Node: { Verb: 'set', Node: { Node: 'e1', Address: '192.0.2.1' } } }]),
    put(txn, [{ Node: { Verb: 'get', Node: { Node: 'e1' } } }]),
    put(txn, [
      { Service: { Verb: 'set', Node: 'e1', Service: { ID: 'w', Service: 'web', Port: 80, Tags: ['a'] } } },
    ]),
    put(txn, [{ Service: { Verb: 'get', Node: 'e1', Service: { ID: 'w' } } }]),
    put(txn, [
      {
        Check: {
          Verb: 'set',
          Check: { Node: 'e1', CheckID: 'c', Name: 'c', Status: 'passing', ServiceID: 'w' },
        },
      },
    ]),
    put(txn, [{ Check: { Verb: 'get', Check: { Node: 'e1', CheckID: 'c' } } }]),
    get('/v1/health/service/web'),
    put(txn, [{ Service: { Verb: 'get', Node: 'e1', Service: { ID: 's' } } }], { status: 409 }),
    put(txn, [{ Check: { Verb: 'get', Check: { Node: 'e1', CheckID: 'x' } } }], { status: 409 }),
    put(txn, [{ Node: { Verb: 'get', Node: { Node: 'nobody' } } }], { status: 409 }),
    put(txn, [{ Node: { Verb: 'bogus', Node: { Node: 'e1' } } }], { status: 409 }),
    put(txn, [{ Check: { Verb: 'delete', Check: { Node: 'e1', CheckID: 'c' } } }]),
    put(txn, [{ Service: { Verb: 'delete', Node: 'e1', Service: { ID: 'w' } } }], {
      status: 409,
      says: /Must provide service name with ID/,
    }),
    put(txn, [{ Service: { Verb: 'delete', Node: 'e1', Service: { ID: 'w', Service: 'web' } } }]),
    put(txn, [{ Node: { Verb: 'delete', Node: { Node: 'e1' } } }]),
    get('/v1/catalog/node/e1', { says: 'null' }),
  ],
}
