import { list, map, nullable, type Type } from '@consul-ts/wire'
import { expect, test } from 'vitest'
import * as structs from '../src/index.ts'
import { fromJson, toJson } from '../src/index.ts'
import { vectors } from './vectors.ts'

interface RecordedAnswer {
  /** Such as `list DirEntry`. */
  readonly type: string
  readonly request: string
  readonly json: string
}

const containers = { list, map, nullable } as const

function typeOf(description: string): Type<unknown> {
  const [container, name] = description.includes(' ') ? description.split(' ') : ['', description]
  // biome-ignore lint/performance/noDynamicNamespaceImportAccess: the recordings name what they are
  const record = structs[name as keyof typeof structs] as Type<unknown>
  const contain = containers[container as keyof typeof containers]
  return contain ? contain<unknown>(record) : record
}

const answers = vectors<RecordedAnswer>('http/answers.json')

test.each(answers)(
  '$request: an answer of the reference is written again to the letter',
  ({ type, json }) => {
    const answer = typeOf(type)
    expect(toJson(answer, fromJson(answer, json))).toBe(json)
  },
)

test('the recordings are all there', () => {
  expect(answers).toHaveLength(38)
})
