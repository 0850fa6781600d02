import { expect, test } from 'vitest'
import { taggedAddresses } from './tagged-addresses.ts'

const at = (Address: string, Port: number) => ({ Address, Port })

test.each([
  ['10.0.0.1', 80, null, { lan_ipv4: at('10.0.0.1', 80), wan_ipv4: at('10.0.0.1', 80) }],
  ['::1', 5, null, { lan_ipv6: at('::1', 5), wan_ipv6: at('::1', 5) }],
  ['web.example', 80, null, null],
  ['', 80, { lan: at('1.2.3.4', 1) }, { lan: at('1.2.3.4', 1) }],
  [
    '10.0.0.1',
    80,
    { wan: at('1.2.3.4', 99) },
    { lan_ipv4: at('10.0.0.1', 80), wan: at('1.2.3.4', 99), wan_ipv4: at('10.0.0.1', 80) },
  ],
  [
    '10.0.0.1',
    80,
    { lan_ipv4: at('1.2.3.4', 1), wan_ipv4: at('9.9.9.9', 7) },
    { lan_ipv4: at('1.2.3.4', 1), wan_ipv4: at('9.9.9.9', 7) },
  ],
])('%s:%i with %j', (address, port, explicit, expected) => {
  expect(taggedAddresses(address, port, explicit)).toEqual(expected)
})
