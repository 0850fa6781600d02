import { expect, test } from 'vitest'
import type { Expression, MatchOperator } from './expression.ts'
import { filterDepthMax, filterLengthMax, parseExpression } from './parser.ts'

function match(selector: string, operator: MatchOperator, value = ''): Expression {
  return { kind: 'match', selector: selector.split('.'), operator, value }
}

const a = match('A', 'Equal', '1')
const b = match('B', 'Equal', '2')
const c = match('C', 'Equal', '3')

test.each<[string, Expression]>([
  ['Node == n1', match('Node', 'Equal', 'n1')],
  [' \t\r\nNode==n1 ', match('Node', 'Equal', 'n1')],
  ['Node != n1', match('Node', 'Not Equal', 'n1')],
  ['Node!="n1"', match('Node', 'Not Equal', 'n1')],
  ['Node contains n', match('Node', 'In', 'n')],
  ['Node not  contains n', match('Node', 'Not In', 'n')],
  ['Node matches `n.*`', match('Node', 'Matches', 'n.*')],
  ['Node not matches n', match('Node', 'Not Matches', 'n')],
  ['Tags is empty', match('Tags', 'Is Empty')],
  ['Tags is \n not empty', match('Tags', 'Is Not Empty')],
  ['n in Node', match('Node', 'In', 'n')],
  ['"n" not in Node', match('Node', 'Not In', 'n')],
  ['-1 in Node', match('Node', 'In', '-1')],
  ['Meta.a.b == x', match('Meta.a.b', 'Equal', 'x')],
  ['Meta["a-b"] == x', match('Meta.a-b', 'Equal', 'x')],
  ['Meta[ `a` ].b is empty', match('Meta.a.b', 'Is Empty')],
  ['"/Meta/a-b" == x', match('Meta.a-b', 'Equal', 'x')],
  ['x in "/Meta/a~1b~0"', match('Meta.a/b~', 'In', 'x')],
  ['"/x" in Node', match('Node', 'In', '/x')],
  ['Node == "/x"', match('Node', 'Equal', '/x')],
  ['Node == a.b', match('Node', 'Equal', 'a.b')],
  ['Node == a["b"]', match('Node', 'Equal', 'a.b')],
  ['Node == 1.5', match('Node', 'Equal', '1.5')],
  ['Node == -0', match('Node', 'Equal', '-0')],
  ['Node == ""', match('Node', 'Equal', '')],
  // Words are no keywords.
  ['and == or', match('and', 'Equal', 'or')],
  ['in in Node', match('Node', 'In', 'in')],
  ['not in Node', match('Node', 'In', 'not')],
  ['not not in Node', { kind: 'not', operand: match('Node', 'In', 'not') }],
  ['A == 1 and B == 2', { kind: 'and', operands: [a, b] }],
  ['A == 1 or B == 2 or C == 3', { kind: 'or', operands: [a, b, c] }],
  ['A == 1 or B == 2 and C == 3', { kind: 'or', operands: [a, { kind: 'and', operands: [b, c] }] }],
  ['(A == 1 or B == 2) and C == 3', { kind: 'and', operands: [{ kind: 'or', operands: [a, b] }, c] }],
  ['not A == 1 and B == 2', { kind: 'and', operands: [{ kind: 'not', operand: a }, b] }],
  ['not (A == 1 and B == 2)', { kind: 'not', operand: { kind: 'and', operands: [a, b] } }],
  ['not not A == 1', a],
  ['not not not A == 1', { kind: 'not', operand: a }],
  ['( (A == 1) )', a],
])('%s', (text, expression) => {
  expect(parseExpression(text)).toEqual(expression)
})

test.each([
  ['"a\\nb\\t\\\\"', 'a\nb\t\\'],
  ['"\\x41\\101\\u00e9\\U0001F600"', 'AAé😀'],
  ['"\\xc3\\xa9"', 'é'],
  ['"\\a\\b\\f\\r\\v"', '\u0007\b\f\r\v'],
  ['`a\\n\nb\r`', 'a\\n\nb'],
  ['"é"', 'é'],
])('the string literal %s', (literal, value) => {
  expect(parseExpression(`Node == ${literal}`)).toEqual(match('Node', 'Equal', value))
})

const start = '"(", "-", "0", "\\"", "`", "not", [ \\t\\r\\n], [1-9] or [a-zA-Z]'
const operand = '"-", "0", "\\"", "`", [ \\t\\r\\n], [1-9] or [a-zA-Z]'
const operator = '"!=", "==", "contains", "in", "is", "matches", "not" or [ \\t\\r\\n]'

// Each as Consul 1.8.7 answers it.
test.each([
  [' ', `1:2 (1): no match found, expected: ${start}`],
  ['\t\n', `2:1 (2): no match found, expected: ${start}`],
  ['Node', '1:5 (4): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]'],
  ['Node = x', `1:6 (5): no match found, expected: ${operator}`],
  ['Node ==', `1:8 (7): no match found, expected: ${operand}`],
  ['Node !== n1', `1:8 (7): no match found, expected: ${operand}`],
  ["Node == 'a'", `1:9 (8): no match found, expected: ${operand}`],
  ['Node == a b', '1:11 (10): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Node == a-b', '1:10 (9): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['Node == a.b.', '1:13 (12): no match found, expected: [a-zA-Z]'],
  ['Node == -', '1:10 (9): no match found, expected: "0" or [1-9]'],
  ['Node == 1.', '1:10 (9): rule "number": Invalid number literal'],
  ['Node == 01', '1:10 (9): rule "number": Invalid number literal'],
  ['Node == 127.0.0.1', '1:14 (13): rule "number": Invalid number literal'],
  ['Node == n1 and(Node == n1)', '1:15 (14): no match found, expected: [ \\t\\r\\n]'],
  ['(Node == n1)and (Node == n1)', '1:13 (12): no match found, expected: [ \\t\\r\\n] or EOF'],
  [
    'not(Node == n1)',
    '1:4 (3): no match found, expected: "!=", ".", "==", "[", [ \\t\\r\\n] or [a-zA-Z0-9_]',
  ],
  ['NOT Node == n1', `1:5 (4): no match found, expected: ${operator}`],
  ['Node == n1 AND Node == n1', '1:12 (11): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['(Node == n1', '1:12 (11): rule "grouping": Unmatched parentheses'],
  ['Node == n1)', '1:11 (10): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['()', `1:2 (1): no match found, expected: ${start}`],
  ['Node == n1 or', '1:14 (13): no match found, expected: [ \\t\\r\\n]'],
  ['Node containsn', '1:14 (13): no match found, expected: [ \\t\\r\\n]'],
  ['Tags is emptyx', '1:14 (13): no match found, expected: [ \\t\\r\\n] or EOF'],
  ['Meta[a] == x', '1:6 (5): rule "index": Invalid index'],
  ['Meta["a" == x', '1:10 (9): rule "index": Unclosed index expression'],
  [
    'Meta["a] == x',
    '1:14 (13): rule "string": Unterminated string literal\n1:6 (5): rule "index": Invalid index',
  ],
  ['1 == Node', '1:3 (2): no match found, expected: "in", "not" or [ \\t\\r\\n]'],
  ['"x" in "y"', '1:8 (7): rule "match": Invalid selector'],
  ['n1 in ', '1:7 (6): rule "match": Invalid selector'],
  ['Node == "a', '1:11 (10): rule "string": Unterminated string literal'],
  ['Node == "a\\qb"', '1:9 (8): rule "string": invalid syntax'],
  ['Node == "\\ud800"', '1:9 (8): rule "string": invalid syntax'],
  ['Node == "\\777"', '1:9 (8): rule "string": invalid syntax'],
  ['Node == "a\nb"', '1:9 (8): rule "string": invalid syntax'],
  ['Node == "\\""', '1:9 (8): rule "string": invalid syntax'],
  ['Node ==\n\nfoo bar', '3:5 (13): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Node == "é" x', '1:13 (13): no match found, expected: "and", "or", [ \\t\\r\\n] or EOF'],
  ['Node == n1\u0000', '1:11 (10): no match found, expected: ".", "[", [ \\t\\r\\n], [a-zA-Z0-9_] or EOF'],
  ['any Tags as t { t == x }', `1:5 (4): no match found, expected: ${operator}`],
])('%j is no expression', (text, message) => {
  expect(() => parseExpression(text)).toThrow(expect.objectContaining({ code: 'FILTER_SYNTAX', message }))
})

test('parentheses nest as deep as the limit and no deeper', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}A == 1${')'.repeat(depth)}`
  expect(parseExpression(nested(filterDepthMax))).toEqual(a)
  expect(() => parseExpression(nested(filterDepthMax + 1))).toThrow(`Nested deeper than ${filterDepthMax}`)
})

test('a text over the length limit is refused unread', () => {
  expect(() => parseExpression('A'.repeat(filterLengthMax + 1))).toThrow(`longer than ${filterLengthMax}`)
})

test('long chains are no deep ones', () => {
  const expression = parseExpression(`${'not '.repeat(5000)}${'A == 1 and '.repeat(3000)}A == 1`)
  expect(expression).toMatchObject({ kind: 'and', operands: { length: 3001 } })
})
