const small = [
  'zero one two three four five six seven eight nine ten',
  'eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
].flatMap((words) => words.split(' '))
export const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
export const multiples = new Map([
  ...['twice', 'double', 'doubles', 'doubling', 'doubled'].map((word) => [word, 2] as const),
  ...['thrice', 'triple', 'triples', 'tripling'].map((word) => [word, 3] as const),
])
export const numberWords = new Map([
  ...small.map((word, value) => [word, value] as const),
  ...tens.map((word, i) => [word, (i + 2) * 10] as const),
  ...multiples,
  ['dozen', 12],
])
export const scales: [RegExp, number][] = [
  [/^hundred/, 100],
  [/^(?:k|thousand)/, 1e3],
  [/^m/, 1e6],
  [/^b/, 1e9],
  [/^t/, 1e12],
  [/^dozen/, 12],
]

export const scaleWord = /^(?:[\s-]?(k|thousand|million|billion|trillion|hundred|dozen)|\s?([MBT]))(?![\p{L}\p{N}])/iu
