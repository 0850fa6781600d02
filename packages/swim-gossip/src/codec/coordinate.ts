import { f64, type Infer, list, record } from '@consul-ts/wire'
import { decodeBody, encodeTyped } from './body.ts'

/** A Vivaldi coordinate, in seconds. */
export const Coordinate = record('Coordinate', { Vec: list(f64), Error: f64, Adjustment: f64, Height: f64 })
export type Coordinate = Infer<typeof Coordinate>

/** First byte of an ack's payload. */
const payloadVersion = 1

/** A coordinate as the payload of an ack. */
export function encodeCoordinatePayload(coordinate: Coordinate): Uint8Array {
  return encodeTyped(payloadVersion, Coordinate, coordinate)
}

/** The coordinate in an ack's payload; undefined if there is none or it has another version. Throws `GossipError`. */
export function decodeCoordinatePayload(payload: Uint8Array | null): Coordinate | undefined {
  if (payload?.[0] !== payloadVersion) return undefined
  return decodeBody(Coordinate, payload.subarray(1))
}
