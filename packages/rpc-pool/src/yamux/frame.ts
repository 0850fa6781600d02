import { assert } from '@consul-ts/runtime'

/** yamux frames, version 0: a 12-byte header, big-endian, and a payload behind the header of data frames. */

export const frameHeaderBytes = 12

/** Credit of a new stream and the most a stream may have, so that no data frame is longer. */
export const framePayloadBytesMax = 262_144

/** Bits of `Frame.flags`; they may come together. */
export const frameFlag = { syn: 1, ack: 2, fin: 4, rst: 8 } as const

export const goAwayReason = { normal: 0, protocolError: 1, internalError: 2 } as const

export type Frame =
  | {
      readonly kind: 'data'
      readonly flags: number
      readonly streamId: number
      readonly payload: Uint8Array
    }
  /** Lets the peer send `credit` more bytes. Also carries the flags that open and close streams, with credit 0. */
  | {
      readonly kind: 'windowUpdate'
      readonly flags: number
      readonly streamId: number
      readonly credit: number
    }
  /** SYN asks, ACK answers with the same id. */
  | { readonly kind: 'ping'; readonly flags: number; readonly id: number }
  /** `reason`: one of `goAwayReason`, or a number that this end does not know. */
  | { readonly kind: 'goAway'; readonly flags: number; readonly reason: number }

const version = 0
const typeOfKind = { data: 0, windowUpdate: 1, ping: 2, goAway: 3 } as const

/** The header of a frame, for writers that send a payload without copying it. */
export function encodeFrameHeader(frame: Frame): Uint8Array {
  const header = new Uint8Array(frameHeaderBytes)
  writeHeader(header, frame)
  return header
}

/** A frame, its payload copied. */
export function encodeFrame(frame: Frame): Uint8Array {
  if (frame.kind !== 'data') return encodeFrameHeader(frame)
  const out = new Uint8Array(frameHeaderBytes + frame.payload.length)
  writeHeader(out, frame)
  out.set(frame.payload, frameHeaderBytes)
  return out
}

function writeHeader(out: Uint8Array, frame: Frame): void {
  const view = new DataView(out.buffer)
  view.setUint8(0, version)
  view.setUint8(1, typeOfKind[frame.kind])
  view.setUint16(2, frame.flags)
  view.setUint32(4, 'streamId' in frame ? frame.streamId : 0)
  view.setUint32(8, lengthField(frame))
}

function lengthField(frame: Frame): number {
  switch (frame.kind) {
    case 'data':
      assert(frame.payload.length <= framePayloadBytesMax, `data frame of ${frame.payload.length} bytes`)
      return frame.payload.length
    case 'windowUpdate':
      return frame.credit
    case 'ping':
      return frame.id
    case 'goAway':
      return frame.reason
  }
}
