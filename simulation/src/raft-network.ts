import {
  type Answer,
  AppendEntriesAnswer,
  AppendEntriesRequest,
  type Request,
  RequestVoteAnswer,
  RequestVoteRequest,
  type Serve,
  TimeoutNowAnswer,
  TimeoutNowRequest,
  type Transport,
} from '@consul-ts/raft'
import { unreachable } from '@consul-ts/runtime'
import type { SimNetwork } from '@consul-ts/sim'

/** How long a server waits for an answer. */
const answerMsMax = 2_000

/** What of a server's talk is looked at. */
export interface RaftTalkHooks {
  /** It is about to ask. */
  readonly onAsk: (request: Request) => void
  /** It is about to answer. */
  readonly onAnswer: (request: Request, answer: Answer) => void
}

/** Raft's requests and answers over a simulated network; each arrives as the bytes that it would be. */
export class RaftNetwork {
  readonly #network: SimNetwork
  readonly #serving = new Map<string, Serve>()

  constructor(network: SimNetwork) {
    this.#network = network
  }

  /** The transport of one life of the server at `address`; `hangUp` ends it without a word to anyone. */
  transport(address: string, hooks: RaftTalkHooks): { readonly transport: Transport; hangUp(): void } {
    let isUp = true
    const endServing = (): void => {
      this.#serving.delete(address)
    }
    const transport: Transport = {
      send: (to, request, answered) => {
        hooks.onAsk(request)
        this.#network.ask<Answer>(
          { from: address, to: to.Address, timeoutMs: answerMsMax },
          (answer) => {
            const serve = this.#serving.get(to.Address)
            if (serve === undefined) answer(undefined)
            else serve(copyOfRequest(request), answer)
          },
          (answer) => {
            if (isUp) answered(answer && copyOfAnswer(answer))
          },
        )
      },
      serve: (serve) => {
        this.#serving.set(address, (request, answer) =>
          serve(request, (given) => {
            if (!isUp) return
            hooks.onAnswer(request, given)
            answer(given)
          }),
        )
        return endServing
      },
    }
    return {
      transport,
      hangUp: () => {
        isUp = false
        endServing()
      },
    }
  }
}

function copyOfRequest(request: Request): Request {
  switch (request.kind) {
    case 'appendEntries':
      return {
        kind: 'appendEntries',
        body: AppendEntriesRequest.decode(AppendEntriesRequest.encode(request.body)),
      }
    case 'requestVote':
      return { kind: 'requestVote', body: RequestVoteRequest.decode(RequestVoteRequest.encode(request.body)) }
    case 'timeoutNow':
      return { kind: 'timeoutNow', body: TimeoutNowRequest.decode(TimeoutNowRequest.encode(request.body)) }
    default:
      return unreachable(request)
  }
}

function copyOfAnswer(answer: Answer): Answer {
  switch (answer.kind) {
    case 'appendEntries':
      return {
        kind: 'appendEntries',
        body: AppendEntriesAnswer.decode(AppendEntriesAnswer.encode(answer.body)),
      }
    case 'requestVote':
      return { kind: 'requestVote', body: RequestVoteAnswer.decode(RequestVoteAnswer.encode(answer.body)) }
    case 'timeoutNow':
      return { kind: 'timeoutNow', body: TimeoutNowAnswer.decode(TimeoutNowAnswer.encode(answer.body)) }
    case 'refused':
      return answer
    default:
      return unreachable(answer)
  }
}
