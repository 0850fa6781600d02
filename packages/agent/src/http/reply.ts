import type { HttpReply } from '../ports/http-listener.ts'

const nothing = new Uint8Array(0)
const textType = ['Content-Type', 'text/plain; charset=utf-8'] as const

/** 200 without a body, as every write to the agent answers. */
export const emptyReply: HttpReply = { status: 200, headers: [], body: nothing }

/** A status whose meaning needs no words. */
export function statusReply(status: number, headers: readonly string[] = []): HttpReply {
  return { status, headers, body: nothing }
}

/** A bare message: the form of every error. */
export function textReply(status: number, message: string, headers: readonly string[] = []): HttpReply {
  return { status, headers: [...headers, ...textType], body: message }
}

/** Minimised JSON text. */
export function jsonReply(json: string, headers: readonly string[] = [], status = 200): HttpReply {
  return { status, headers: [...headers, 'Content-Type', 'application/json'], body: json }
}

/** The 301 that Go's router gives; only a GET gets a page that says so. */
export function movedReply(method: string, location: string): HttpReply {
  if (method !== 'GET') return statusReply(301, ['Location', location])
  return {
    status: 301,
    headers: ['Content-Type', 'text/html; charset=utf-8', 'Location', location],
    body: `<a href="${escapeHtml(location)}">Moved Permanently</a>.\n\n`,
  }
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&#34;')
    .replaceAll("'", '&#39;')
}
