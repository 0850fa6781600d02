import { del, get, type HttpScenario, put } from '../../src/http-step.ts'

const nobody = '11111111-2222-3333-4444-555555555555'
const malformed = 'failed session lookup: index error: UUID must be 36 characters'

/** Creating, reading, renewing and destroying sessions. */
export const session: HttpScenario = {
  name: 'session',
  steps: [
    get('/v1/session/list', { says: '[]' }),
    put('/v1/session/create', undefined, { says: /"ID": "/, keep: { plain: 'ID' } }),
    get('/v1/session/info/{plain}', { says: /"LockDelay": 15000000000/ }),
    put('/v1/session/create', {}, { keep: { empty: 'ID' } }),
    put(
      '/v1/session/create',
      { Name: 'all', LockDelay: '5s', Behavior: 'delete', TTL: '20s', NodeChecks: ['serfHealth'] },
      { keep: { full: 'ID' } },
    ),
    get('/v1/session/info/{full}', { says: /"TTL": "20s"/ }),
    put(
      '/v1/session/create',
      { name: 'any case', behavior: 'release', node: 'n1' },
      { keep: { other: 'ID' } },
    ),
    get('/v1/session/info/{other}', { says: /"Name": "any case"/ }),
    put('/v1/session/create', { Unknown: 1 }),
    put('/v1/session/create', { LockDelay: 5 }, { keep: { seconds: 'ID' } }),
    get('/v1/session/info/{seconds}', { says: /"LockDelay": 5000000000/ }),
    put('/v1/session/create', { LockDelay: '90s' }, { keep: { long: 'ID' } }),
    get('/v1/session/info/{long}', { says: /"LockDelay": 90000000000/ }),
    put('/v1/session/create', { Checks: ['serfHealth'] }, { keep: { legacy: 'ID' } }),
    get('/v1/session/info/{legacy}'),
    put('/v1/session/create', { NodeChecks: [] }, { keep: { unchecked: 'ID' } }),
    get('/v1/session/info/{unchecked}'),

    put(
      '/v1/session/create',
      { LockDelay: '5' },
      {
        status: 400,
        says: 'Request decode failed: time: missing unit in duration "5"',
      },
    ),
    put(
      '/v1/session/create',
      { TTL: '1s' },
      {
        status: 500,
        says: "Invalid Session TTL '1000000000', must be between [10s=24h0m0s]",
      },
    ),
    put('/v1/session/create', { TTL: '25h' }, { status: 500, says: /^Invalid Session TTL/ }),
    put(
      '/v1/session/create',
      { TTL: 'abc' },
      {
        status: 500,
        says: `Session TTL 'abc' invalid: time: invalid duration "abc"`,
      },
    ),
    put('/v1/session/create', { Behavior: 'foo' }, { status: 500, says: "Invalid Behavior setting 'foo'" }),
    put('/v1/session/create', { Node: 'nobody' }, { status: 500, says: 'Missing node registration' }),
    put('/v1/session/create', { NodeChecks: ['x'] }, { status: 500, says: "Missing check 'x' registration" }),
    put('/v1/session/create', '{', { status: 400, says: /^Request decode failed: / }),
    put('/v1/session/create', '[]', { status: 400, says: /^Request decode failed: / }),

    get('/v1/session/info/', { status: 400, says: 'Missing session' }),
    get(`/v1/session/info/${nobody}`, { says: '[]' }),
    get('/v1/session/info/x', { status: 500, says: malformed }),
    get('/v1/session/node/', { status: 400, says: 'Missing node name' }),
    get('/v1/session/node/nobody', { says: '[]' }),
    put('/v1/session/renew/{full}'),
    put(`/v1/session/renew/${nobody}`, undefined, { status: 404, says: `Session id '${nobody}' not found` }),
    put('/v1/session/renew/x', undefined, { status: 500, says: malformed }),
    put('/v1/session/renew/', undefined, { status: 400, says: 'Missing session' }),
    put('/v1/session/destroy/', undefined, { status: 400, says: 'Missing session' }),
    put('/v1/session/destroy/x', undefined, { status: 500, says: malformed }),
    put(`/v1/session/destroy/${nobody}`, undefined, { says: 'true' }),
    put('/v1/session/destroy/{plain}', undefined, { says: 'true' }),
    get('/v1/session/info/{plain}', { says: '[]' }),
    del('/v1/session/destroy/{empty}', { status: 405, says: 'method DELETE not allowed' }),
  ],
}

/** Keys locked by sessions. */
export const lock: HttpScenario = {
  name: 'lock',
  steps: [
    put('/v1/session/create', { LockDelay: '0s' }, { keep: { a: 'ID' } }),
    put('/v1/session/create', { LockDelay: '0s', Behavior: 'delete' }, { keep: { b: 'ID' } }),
    put('/v1/kv/l?acquire={a}', 'one', { says: 'true' }),
    get('/v1/kv/l', { says: /"LockIndex": 1/ }),
    put('/v1/kv/l?acquire={a}', 'still mine', { says: 'true' }),
    get('/v1/kv/l', { says: /"LockIndex": 1/ }),
    put('/v1/kv/l?acquire={b}', 'two', { says: 'false' }),
    put('/v1/kv/l?release={b}', 'two', { says: 'false' }),
    put('/v1/kv/l?release={a}', 'done', { says: 'true' }),
    get('/v1/kv/l'),
    put('/v1/kv/l?release={a}', 'again', { says: 'false' }),
    put('/v1/kv/l?acquire={b}', 'two', { says: 'true' }),
    get('/v1/kv/l', { says: /"LockIndex": 2/ }),
    put('/v1/kv/l', 'plain write', { says: 'true' }),
    get('/v1/kv/l', { says: /"LockIndex": 0/ }),
    put('/v1/kv/l?acquire=', 'x', { status: 500, says: 'missing session' }),
    put('/v1/kv/l?acquire=x', 'x', { status: 500, says: malformed }),
    put(`/v1/kv/l?acquire=${nobody}`, 'x', { status: 500, says: `invalid session "${nobody}"` }),
    put('/v1/kv/never?release={a}', 'x', { says: 'false' }),
    put('/v1/kv/m?acquire={a}', 'one', { says: 'true' }),
    put('/v1/session/destroy/{a}', undefined, { says: 'true' }),
    get('/v1/kv/m', { says: /"LockIndex": 1/ }),
    put('/v1/kv/m?acquire={a}', 'x', { status: 500, says: /^invalid session / }),
    put('/v1/session/destroy/{b}', undefined, { says: 'true' }),
    get('/v1/kv/l', { status: 404 }),
    put('/v1/session/create', { LockDelay: '60s' }, { keep: { c: 'ID' } }),
    put('/v1/session/create', { LockDelay: '60s' }, { keep: { d: 'ID' } }),
    put('/v1/kv/delayed?acquire={c}', 'one', { says: 'true' }),
    put('/v1/session/destroy/{c}', undefined, { says: 'true' }),
    put('/v1/kv/delayed?acquire={d}', 'two', { says: 'false' }),
    get('/v1/session/list'),
    get('/v1/session/node/n1'),
  ],
}
