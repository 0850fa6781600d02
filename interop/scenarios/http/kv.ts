import { del, get, type HttpScenario, put } from '../../src/http-step.ts'

const tooLarge = 'x'.repeat(512 * 1024 + 1)
const largest = 'x'.repeat(512 * 1024)

/** Reading, writing and deleting keys. */
export const kv: HttpScenario = {
  name: 'kv',
  steps: [
    get('/v1/kv/', { status: 400, says: 'Missing key name' }),
    put('/v1/kv/', 'x', { status: 400, says: 'Missing key name' }),
    get('/v1/kv', { status: 301 }),
    get('/v1/kv/a', { status: 404, says: '' }),
    get('/v1/kv/a?recurse', { status: 404, says: '' }),
    get('/v1/kv/a?keys', { status: 404, says: '' }),
    get('/v1/kv/?recurse', { status: 404, says: '' }),
    get('/v1/kv/a?raw', { status: 404, says: '' }),

    put('/v1/kv/a', 'one', { says: 'true' }),
    get('/v1/kv/a', { says: /"Value": "b25l"/ }),
    get('/v1/kv/a?raw', { says: 'one' }),
    get('/v1/kv/a?raw=', { says: 'one' }),
    get('/v1/kv/a?raw=false', { says: 'one' }),
    get('/v1/kv/a?pretty'),
    get('/v1/kv/a?pretty=false'),
    put('/v1/kv/empty', undefined, { says: 'true' }),
    get('/v1/kv/empty', { says: /"Value": null/ }),
    get('/v1/kv/empty?raw', { says: '' }),
    put('/v1/kv/bytes', new Uint8Array([0, 255, 10, 128]), { says: 'true' }),
    get('/v1/kv/bytes', { says: /"Value": "AP8KgA=="/ }),

    put('/v1/kv/a?flags=18446744073709551615', 'two', { says: 'true' }),
    get('/v1/kv/a', { says: /"Flags": 18446744073709551615/ }),
    put('/v1/kv/a', 'three', { says: 'true' }),
    get('/v1/kv/a', { says: /"Flags": 0/ }),
    put('/v1/kv/a?flags=x', 'x', { status: 500, says: 'strconv.ParseUint: parsing "x": invalid syntax' }),
    put('/v1/kv/a?flags=-1', 'x', { status: 500, says: /invalid syntax/ }),
    put('/v1/kv/a?flags=18446744073709551616', 'x', { status: 500, says: /value out of range/ }),
    put('/v1/kv/a?flags=', 'x', { status: 500, says: 'strconv.ParseUint: parsing "": invalid syntax' }),

    put('/v1/kv/big', largest, { says: 'true' }),
    get('/v1/kv/big?raw'),
    put('/v1/kv/big', tooLarge, {
      status: 413,
      says: /^Request body\(524289 bytes\) too large, max size: 524288 bytes\./,
    }),
    del('/v1/kv/big', { says: 'true' }),

    put('/v1/kv/with%20space', 'x', { says: 'true' }),
    get('/v1/kv/with%20space', { says: /"Key": "with space"/ }),
    put('/v1/kv/%C3%A9t%C3%A9', 'x', { says: 'true' }),
    get('/v1/kv/%C3%A9t%C3%A9', { says: /"Key": "été"/ }),
    put('/v1/kv/a%3Fb', 'x', { says: 'true' }),
    get('/v1/kv/a%3Fb'),
    put('/v1/kv/a+b', 'x', { says: 'true' }),
    get('/v1/kv/a+b', { says: /"Key": "a\+b"/ }),
    put('/v1/kv/html', '<&>', { says: 'true' }),
    put('/v1/kv/%3Chtml%3E&', 'x', { says: 'true' }),
    get('/v1/kv/%3Chtml%3E&', { says: /"Key": "\\u003chtml\\u003e\\u0026"/ }),

    del('/v1/kv/a', { says: 'true' }),
    get('/v1/kv/a', { status: 404, says: '' }),
    del('/v1/kv/a', { says: 'true' }),
    del('/v1/kv/', { status: 400, says: 'Missing key name' }),
    del('/v1/kv/?recurse', { says: 'true' }),
    get('/v1/kv/?recurse', { status: 404, says: '' }),
  ],
}

/** Keys by prefix, and names up to a separator. */
export const kvTree: HttpScenario = {
  name: 'kv tree',
  steps: [
    ...['d/1', 'd/2/x', 'd/2/y', 'd/3', 'dir/'].map((key) => put(`/v1/kv/${key}`, 'v', { says: 'true' })),
    get('/v1/kv/d/?keys', { says: /"d\/1"/ }),
    get('/v1/kv/?keys'),
    get('/v1/kv/d/?keys&separator=/', { says: /^\[\s*"d\/1",\s*"d\/2\/",\s*"d\/3"\s*\]$/ }),
    get('/v1/kv/d?keys&separator=/', { says: /^\[\s*"d\/",\s*"dir\/"\s*\]$/ }),
    get('/v1/kv/d?keys&separator=2', { says: /^\[\s*"d\/1",\s*"d\/2",\s*"d\/3",\s*"dir\/"\s*\]$/ }),
    get('/v1/kv/?keys&separator='),
    get('/v1/kv/d/2?recurse'),
    get('/v1/kv/d?recurse&raw'),
    get('/v1/kv/d?keys&raw'),
    get('/v1/kv/?recurse'),
    get('/v1/kv/d/2', { status: 404 }),
    get('/v1/kv/dir/'),
    del('/v1/kv/d/?recurse', { says: 'true' }),
    get('/v1/kv/d?keys', { says: /^\[\s*"dir\/"\s*\]$/ }),
    get('/v1/kv/d/?keys', { status: 404 }),
    get('/v1/kv/d/1', { status: 404 }),
    del('/v1/kv/nothing?recurse', { says: 'true' }),
    del('/v1/kv/dir?recurse&cas=1', { status: 400, says: 'Conflicting flags: cas=1&recurse=' }),
  ],
}

/** Writes that depend on an index. */
export const kvCas: HttpScenario = {
  name: 'kv check-and-set',
  steps: [
    put('/v1/kv/c?cas=1', 'x', { says: 'false' }),
    put('/v1/kv/c?cas=0', 'one', { says: 'true' }),
    put('/v1/kv/c?cas=0', 'again', { says: 'false' }),
    get('/v1/kv/c', { keep: { index: '0.ModifyIndex' } }),
    put('/v1/kv/c?cas={index-1}', 'old', { says: 'false' }),
    put('/v1/kv/c?cas={index}', 'two', { says: 'true' }),
    put('/v1/kv/c?cas={index}', 'late', { says: 'false' }),
    get('/v1/kv/c?raw', { says: 'two' }),
    put('/v1/kv/c?cas=x', 'x', { status: 500, says: /strconv\.ParseUint/ }),
    put('/v1/kv/c?acquire=x&cas=0', 'x', { status: 400, says: 'Conflicting flags: acquire=x&cas=0' }),
    put('/v1/kv/c?release=x&acquire=y', 'x', { status: 400, says: 'Conflicting flags: acquire=y&release=x' }),
    del('/v1/kv/c?cas=0', { says: 'false' }),
    del('/v1/kv/c?cas={index}', { says: 'false' }),
    get('/v1/kv/c', { keep: { index: '0.ModifyIndex' } }),
    del('/v1/kv/c?cas={index}', { says: 'true' }),
    del('/v1/kv/c?cas={index}', { says: 'true' }),
    get('/v1/kv/c', { status: 404 }),
    del('/v1/kv/c?cas=x', { status: 500, says: /strconv\.ParseUint/ }),
  ],
}
