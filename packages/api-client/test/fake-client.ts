import { Consul } from '../src/client.ts'
import type { Answer } from '../src/transport.ts'
import { type Asked, FakeTransport } from './fake-transport.ts'

export interface FakeClient {
  readonly consul: Consul
  readonly asked: readonly Asked[]
}

/** A client whose agent gives one answer to everything. */
export function fakeClient(text = 'null', parts: Partial<Answer> = {}): FakeClient {
  const transport = new FakeTransport(() => ({ text, ...parts }))
  return { consul: new Consul({ environment: {}, transport }), asked: transport.asked }
}
