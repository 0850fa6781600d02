import type { Server } from '../codec/messages.ts'
import type { Answer, Request } from '../codec/rpc.ts'

/** Takes the answer to one request, or undefined when none came: refused, cut off or too late. Called once. */
export type Answered = (answer: Answer | undefined) => void

/** Takes each request of another server; `answer` may be called later, and at most once. */
export type Serve = (request: Request, answer: (answer: Answer) => void) => void

/**
 * How servers reach each other. Requests and answers, not loose messages: an answer on the wire says nothing of what
 * it answers, only its place on the connection does. Best effort: anything may be lost, late or out of order.
 */
export interface Transport {
  /** Never throws and never calls `answered` before it returns. */
  send(to: Server, request: Request, answered: Answered): void
  /** From now on requests go to `serve`; the function returned ends that. */
  serve(serve: Serve): () => void
}
