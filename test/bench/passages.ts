import { type Asked, askAll } from './passages/ask-all.ts'
import { print } from './printing.ts'

// How well `/papers ask` answers: npm run bench:passages. Sixty questions on twenty invented papers whose answers were named before the
// search was written, and forty that nothing answers. Half a chose the threshold, half b checks it.

const share = (among: Asked[], of: (one: Asked) => boolean): number => among.filter(of).length / among.length

print('', 'recall@3', 'missed', 'nothing')
for (const half of ['a', 'b'] as const) {
  const asked = await askAll(half)
  const [answerable, others] = [asked.filter((one) => one.isAnswerable), asked.filter((one) => !one.isAnswerable)]
  const found = share(answerable, ({ isFound }) => isFound)
  print(
    `half ${half}`,
    found,
    share(answerable, ({ isNothing }) => isNothing),
    share(others, ({ isNothing }) => isNothing),
  )
  for (const { text } of answerable.filter(({ isFound }) => !isFound)) print(`  not found: ${text}`)
}
print('bars', '≥ 0.80', '≤ 0.10', '≥ 0.75')
