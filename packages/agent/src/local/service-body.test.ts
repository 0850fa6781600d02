import { expect, test } from 'vitest'
import { type ServiceBody, serviceOf } from './service-body.ts'

test('defaults', () => {
  expect(serviceOf({ Name: 'web' })).toMatchObject({
    ID: 'web',
    Service: 'web',
    Tags: null,
    TaggedAddresses: null,
    Weights: { Passing: 1, Warning: 1 },
    EnableTagOverride: false,
  })
})

test.each<[ServiceBody, string]>([
  [{}, 'Missing service name'],
  [{ ID: 'x' }, 'Missing service name'],
  [{ Name: 'web', Address: '0.0.0.0' }, 'Invalid service address'],
  [{ Name: 'web', Address: '::' }, 'Invalid service address'],
  [{ Name: 'web', Address: '[::]' }, 'Invalid service address'],
  [
    { Name: 'web', Meta: { 'a b': 'c' } },
    "Invalid Service Meta: Couldn't load metadata pair ('a b', 'c'): Key contains invalid characters",
  ],
  [{ Name: 'web', Weights: { Passing: 0, Warning: 1 } }, 'Invalid Weights: Passing must be greater than 0'],
  [
    { Name: 'web', Weights: { Passing: 1, Warning: -1 } },
    'Invalid Weights: Warning must be greater or equal than 0',
  ],
  [
    { Name: 'web', Weights: { Passing: 70_000, Warning: 1 } },
    'Invalid Weights: DNS Weight must be between 0 and 65535',
  ],
])('%j is refused: %s', (body, message) => {
  expect(() => serviceOf(body)).toThrow(
    expect.objectContaining({ code: 'LOCAL_INVALID', status: 400, message }),
  )
})

test.each<[ServiceBody, string]>([
  [{ Name: 'web', Kind: 'connect-proxy' }, 'services of kind connect-proxy'],
  [{ Name: 'web', Connect: { Native: true, SidecarService: null } }, 'Connect.Native'],
  [{ Name: 'web', Namespace: 'team' }, 'namespace team'],
])('%j is not built', (body, what) => {
  const message = `not supported yet: ${what}`
  expect(() => serviceOf(body)).toThrow(
    expect.objectContaining({ code: 'LOCAL_UNSUPPORTED', status: 400, message }),
  )
})

test.each<ServiceBody>([
  { Name: 'web', Port: -1 },
  { Name: 'web', Port: 70_000 },
  { Name: 'web', Kind: 'weird' },
  { Name: 'a_b' },
  { Name: 'web', Namespace: 'default', Partition: '' },
  { Name: 'web', Connect: { Native: false, SidecarService: null } },
])('%j is taken', (body) => {
  expect(serviceOf(body).Service).toBe(body.Name)
})
