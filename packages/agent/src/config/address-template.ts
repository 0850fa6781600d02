import { isIPv4, isIPv6 } from 'node:net'
import { compileRegexp, quote, WireError } from '@consul-ts/wire'
import type { HostAddress } from '../ports/host.ts'
import { cidrContains, isForwardable, isPrivate, parseCidr } from './ip.ts'

/** What an address value stands for, or why it stands for nothing. */
export type ResolvedTemplate =
  | { readonly text: string; readonly problem?: never }
  | { readonly text?: never; readonly problem: string }

/**
 * Fills in the parts of an address value that are between double braces: a pipe of functions over the addresses of
 * this machine, such as `{{ GetPrivateIP }}` or `{{ GetAllInterfaces | include "network" "10.0.0.0/8" | attr "address" }}`.
 */
export function resolveTemplate(template: string, interfaces: readonly HostAddress[]): ResolvedTemplate {
  if (!template.includes('{{')) return { text: template }
  try {
    const text = template.replace(/\{\{(.*?)\}\}/gs, (_, pipe: string) => evaluate(pipe, interfaces))
    return { text }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const quoted = quote(template)
    return {
      problem: `error parsing ${quoted}: unable to parse template ${quoted}: template: sockaddr.Parse:1: ${error.message}`,
    }
  }
}

class TemplateError extends Error {}

type Addresses = readonly HostAddress[]
type Value = Addresses | string
type Arguments = readonly string[]

function evaluate(pipe: string, interfaces: Addresses): string {
  let value: Value | undefined
  for (const [name, ...args] of stages(pipe)) {
    if (value === undefined) value = source(name as string, args, interfaces)
    else if (typeof value === 'string') throw new TemplateError(`wrong type for ${name}`)
    else value = filter(name as string, args, value)
  }
  if (typeof value === 'string') return value
  throw new TemplateError(value === undefined ? 'missing value for command' : 'no address in the end')
}

/** The words of each stage, unquoted. */
function stages(pipe: string): readonly string[][] {
  const all: string[][] = [[]]
  for (const [word] of pipe.matchAll(/"[^"]*"|`[^`]*`|\||[^\s|"`]+/g)) {
    if (word === '|') all.push([])
    else (all[all.length - 1] as string[]).push(word.replace(/^["`](.*)["`]$/s, '$1'))
  }
  if (all.some((words) => words.length === 0)) throw new TemplateError('missing value for command')
  return all
}

function source(name: string, [argument = '']: Arguments, interfaces: Addresses): Value {
  const forwardable = sorted(interfaces.filter(({ address }) => isForwardable(address)))
  const inPrivate = forwardable.filter(({ address }) => isPrivate(address))
  const inPublic = forwardable.filter(({ address }) => !isPrivate(address))
  switch (name) {
    case 'GetAllInterfaces':
      return interfaces
    case 'GetPrivateInterfaces':
      return inPrivate
    case 'GetPublicInterfaces':
      return inPublic
    // Which interface has the default route is not to be had here: the first with a usable address stands for it.
    case 'GetDefaultInterfaces':
      return forwardable.filter((each) => each.interface === forwardable[0]?.interface)
    case 'GetPrivateIP':
      return inPrivate[0]?.address ?? ''
    case 'GetPrivateIPs':
      return joined(inPrivate, ' ')
    case 'GetPublicIP':
      return inPublic[0]?.address ?? ''
    case 'GetPublicIPs':
      return joined(inPublic, ' ')
    case 'GetInterfaceIP':
      return forwardable.find((each) => each.interface === argument)?.address ?? ''
    case 'GetInterfaceIPs':
      return joined(forwardable.filter(matching('name', argument)), ' ')
    default:
      throw new TemplateError(`function ${quote(name)} not defined`)
  }
}

function filter(name: string, [first = '', second = '']: Arguments, from: Addresses): Value {
  switch (name) {
    case 'include':
      return from.filter(matching(first, second))
    case 'exclude': {
      const matches = matching(first, second)
      return from.filter((each) => !matches(each))
    }
    case 'sort':
      return first.split(',').reverse().reduce(sortedBy, from)
    case 'limit':
      return from.slice(0, count(first))
    case 'offset':
      return from.slice(count(first))
    case 'unique':
      return from.filter(
        (each, at) => from.findIndex((other) => attribute(other, first) === attribute(each, first)) === at,
      )
    case 'attr':
      return from[0] ? attribute(from[0], first) : ''
    case 'join':
      return from.map((each) => attribute(each, first)).join(second)
    default:
      throw new TemplateError(`function ${quote(name)} not defined`)
  }
}

function matching(kind: string, value: string): (each: HostAddress) => boolean {
  switch (kind) {
    case 'name': {
      const name = pattern(value)
      return (each) => name(each.interface)
    }
    case 'address': {
      const address = pattern(value)
      return (each) => address(each.address)
    }
    case 'network': {
      const network = parseCidr(value)
      if (!network) throw new TemplateError(`invalid network ${quote(value)}`)
      return (each) => cidrContains(network, each.address)
    }
    case 'type':
      return (each) =>
        value.toLowerCase() === 'ipv4'
          ? isIPv4(each.address)
          : value.toLowerCase() === 'ipv6'
            ? isIPv6(each.address)
            : true
    case 'flags':
      return (each) => value.split('|').every((flag) => hasFlag(each, flag))
    default:
      throw new TemplateError(`invalid filter ${quote(kind)}`)
  }
}

function pattern(source: string): (text: string) => boolean {
  try {
    const regexp = compileRegexp(source)
    return (text) => regexp.test(text)
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause
    throw new TemplateError(cause.message)
  }
}

/** Only interfaces that are up have addresses here. */
function hasFlag({ address, isLoopback }: HostAddress, flag: string): boolean {
  switch (flag.toLowerCase()) {
    case 'up':
      return true
    case 'loopback':
      return isLoopback
    case 'forwardable':
      return isForwardable(address)
    default:
      throw new TemplateError(`invalid flag ${quote(flag)}`)
  }
}

function attribute(each: HostAddress, name: string): string {
  switch (name) {
    case 'address':
      return each.address
    case 'name':
      return each.interface
    case 'type':
      return isIPv4(each.address) ? 'IPv4' : 'IPv6'
    default:
      throw new TemplateError(`invalid attribute ${quote(name)}`)
  }
}

/** IPv4 before IPv6, else as the system lists them. */
function sorted(from: Addresses): Addresses {
  return sortedBy(from, 'type')
}

function sortedBy(from: Addresses, order: string): Addresses {
  const name = order.replace(/^[+-]/, '')
  const direction = order.startsWith('-') ? -1 : 1
  return [...from].sort((a, b) => direction * compare(attribute(a, name), attribute(b, name)))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function joined(from: Addresses, separator: string): string {
  return from.map((each) => each.address).join(separator)
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new TemplateError(`expected integer; found ${text}`)
  return Number(text)
}
