import { expect, test } from 'vitest'
import { resolveTemplate } from './address-template.ts'

const interfaces = [
  { interface: 'lo', address: '127.0.0.1', isLoopback: true },
  { interface: 'lo', address: '::1', isLoopback: true },
  { interface: 'eth0', address: 'fd00::2', isLoopback: false },
  { interface: 'eth0', address: '10.0.0.2', isLoopback: false },
  { interface: 'eth1', address: '192.168.7.7', isLoopback: false },
  { interface: 'eth1', address: '8.8.4.4', isLoopback: false },
]

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['{{ GetPrivateIP }}', '10.0.0.2'],
  ['{{GetPrivateIP}} 127.0.0.1', '10.0.0.2 127.0.0.1'],
  ['{{ GetPrivateIPs }}', '10.0.0.2 192.168.7.7 fd00::2'],
  ['{{ GetPublicIP }}', '8.8.4.4'],
  ['{{ GetPublicIPs }}', '8.8.4.4'],
  ['{{ GetInterfaceIP "eth1" }}', '192.168.7.7'],
  ['{{ GetInterfaceIP `nope` }}', ''],
  ['{{ GetInterfaceIPs "eth." }}', '10.0.0.2 192.168.7.7 8.8.4.4 fd00::2'],
  ['{{ GetAllInterfaces | include "network" "127.0.0.0/8" | attr "address" }}', '127.0.0.1'],
  ['{{ GetAllInterfaces | include "flags" "loopback|up" | join "address" "," }}', '127.0.0.1,::1'],
  [
    '{{ GetAllInterfaces | exclude "name" "lo|eth0" | sort "-address" | join "address" " " }}',
    '8.8.4.4 192.168.7.7',
  ],
  ['{{ GetPrivateInterfaces | include "type" "IPv6" | attr "address" }}', 'fd00::2'],
  ['{{ GetPublicInterfaces | attr "name" }}', 'eth1'],
  ['{{ GetDefaultInterfaces | limit 1 | attr "address" }}', '10.0.0.2'],
  ['{{ GetAllInterfaces | unique "name" | offset 1 | join "name" " " }}', 'eth0 eth1'],
  ['{{ GetAllInterfaces | exclude "address" "." | attr "address" }}', ''],
])('%s', (template, text) => {
  expect(resolveTemplate(template, interfaces)).toEqual({ text })
})

test.each([
  ['{{ Bogus }}', 'function "Bogus" not defined'],
  ['{{ GetAllInterfaces | bogus }}', 'function "bogus" not defined'],
  ['{{ }}', 'missing value for command'],
  ['{{ GetPrivateIP | attr "address" }}', 'wrong type for attr'],
  ['{{ GetAllInterfaces }}', 'no address in the end'],
  ['{{ GetAllInterfaces | include "network" "x" }}', 'invalid network "x"'],
  ['{{ GetAllInterfaces | include "size" "1" }}', 'invalid filter "size"'],
  ['{{ GetAllInterfaces | include "name" "(" }}', 'error parsing regexp: missing closing ): `(`'],
  ['{{ GetAllInterfaces | limit x }}', 'expected integer; found x'],
])('%s is refused', (template, reason) => {
  const quoted = JSON.stringify(template)
  expect(resolveTemplate(template, interfaces)).toEqual({
    problem: `error parsing ${quoted}: unable to parse template ${quoted}: template: sockaddr.Parse:1: ${reason}`,
  })
})
