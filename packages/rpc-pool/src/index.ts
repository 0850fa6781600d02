export {
  encodeFrame,
  encodeFrameHeader,
  type Frame,
  frameFlag,
  frameHeaderBytes,
  framePayloadBytesMax,
  goAwayReason,
} from './yamux/frame.ts'
export { type FrameFailure, FrameParser } from './yamux/frame-parser.ts'
