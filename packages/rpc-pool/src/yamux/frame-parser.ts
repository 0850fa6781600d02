import { type Frame, frameHeaderBytes, framePayloadBytesMax } from './frame.ts'

/** Why the bytes of a connection are no frames. The session ends with it. */
export interface FrameFailure {
  readonly code: 'RPC_FRAME_VERSION' | 'RPC_FRAME_TYPE' | 'RPC_FRAME_LIMIT'
  readonly message: string
}

const noFrames: readonly Frame[] = Object.freeze([])

/**
 * Reads the frames of one direction of a connection, however TCP cuts it. Holds at most one frame's header or payload
 * between calls.
 */
export class FrameParser {
  #failure: FrameFailure | undefined
  readonly #header = new Uint8Array(frameHeaderBytes)
  readonly #headerView = new DataView(this.#header.buffer)
  #headerLength = 0
  /** Of the data frame whose header is complete; undefined while a header is read. */
  #payload: Uint8Array | undefined
  #payloadLength = 0

  /** Set once the bytes stop being frames; all later bytes are ignored. */
  get failure(): FrameFailure | undefined {
    return this.#failure
  }

  /**
   * The frames that `chunk` completes. A payload that came in one piece shares the memory of the chunk.
   * Look at `failure` afterwards: the frames returned came before it.
   */
  push(chunk: Uint8Array): readonly Frame[] {
    let frames: Frame[] | undefined
    let at = 0
    while (at < chunk.length && !this.#failure) {
      if (this.#payload) {
        at += this.#fillPayload(this.#payload, chunk, at)
        if (this.#payloadLength < this.#payload.length) break
        frames = push(frames, this.#dataFrame(this.#payload))
        this.#payload = undefined
        continue
      }
      at += this.#fillHeader(chunk, at)
      if (this.#headerLength < frameHeaderBytes) break
      this.#headerLength = 0
      const length = this.#headerView.getUint32(8)
      const frame = this.#takeHeader(length)
      if (frame) {
        frames = push(frames, frame)
      } else if (this.#failure) {
        break
      } else if (at + length <= chunk.length) {
        frames = push(frames, this.#dataFrame(chunk.subarray(at, at + length)))
        at += length
      } else {
        this.#payload = new Uint8Array(length)
        this.#payloadLength = 0
      }
    }
    return frames ?? noFrames
  }

  #fillHeader(chunk: Uint8Array, at: number): number {
    const count = Math.min(frameHeaderBytes - this.#headerLength, chunk.length - at)
    this.#header.set(chunk.subarray(at, at + count), this.#headerLength)
    this.#headerLength += count
    return count
  }

  #fillPayload(payload: Uint8Array, chunk: Uint8Array, at: number): number {
    const count = Math.min(payload.length - this.#payloadLength, chunk.length - at)
    payload.set(chunk.subarray(at, at + count), this.#payloadLength)
    this.#payloadLength += count
    return count
  }

  /** The frame of a complete header; undefined for a data frame, whose payload follows, and on failure. */
  #takeHeader(length: number): Frame | undefined {
    const view = this.#headerView
    const version = view.getUint8(0)
    if (version !== 0) return this.#fail('RPC_FRAME_VERSION', `frame version ${version}`)
    const flags = view.getUint16(2)
    const type = view.getUint8(1)
    switch (type) {
      case 0:
        if (length <= framePayloadBytesMax) return undefined
        return this.#fail('RPC_FRAME_LIMIT', `data frame of ${length} bytes, at most ${framePayloadBytesMax}`)
      case 1:
        return { kind: 'windowUpdate', flags, streamId: view.getUint32(4), credit: length }
      case 2:
        return { kind: 'ping', flags, id: length }
      case 3:
        return { kind: 'goAway', flags, reason: length }
      default:
        return this.#fail('RPC_FRAME_TYPE', `frame type ${type}`)
    }
  }

  #dataFrame(payload: Uint8Array): Frame {
    const view = this.#headerView
    return { kind: 'data', flags: view.getUint16(2), streamId: view.getUint32(4), payload }
  }

  #fail(code: FrameFailure['code'], message: string): undefined {
    this.#failure = { code, message }
    return undefined
  }
}

function push(frames: Frame[] | undefined, frame: Frame): Frame[] {
  if (!frames) return [frame]
  frames.push(frame)
  return frames
}
