import { expect, test } from 'vitest'
import { NewestValue } from './newest-value.ts'

test('a reader gets the present value, then each newer one', async () => {
  const value = new NewestValue(1)
  const reader = value.read(undefined)
  expect(await reader.next()).toEqual({ done: false, value: 1 })
  const next = reader.next()
  value.set(2)
  expect(await next).toEqual({ done: false, value: 2 })
})

test('a slow reader gets the newest only', async () => {
  const value = new NewestValue(1)
  const reader = value.read(undefined)
  await reader.next()
  for (const newer of [2, 3, 4]) value.set(newer)
  expect(await reader.next()).toEqual({ done: false, value: 4 })
})

test('every reader gets the last value before the end', async () => {
  const value = new NewestValue(1)
  const reader = value.read(undefined)
  await reader.next()
  value.set(2)
  value.end()
  expect(await reader.next()).toEqual({ done: false, value: 2 })
  expect(await reader.next()).toEqual({ done: true, value: undefined })
})

test('an aborted reader throws the reason, also while it waits', async () => {
  const value = new NewestValue(1)
  const controller = new AbortController()
  const reader = value.read(controller.signal)
  await reader.next()
  const next = reader.next()
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(next).rejects.toBe(reason)
})
