import { beforeAll, describe, expect, it } from 'vitest'
import { type Asked, askAll } from '../bench/passages/ask-all.ts'

let asked: Asked[]
beforeAll(async () => {
  asked = [...(await askAll('a')), ...(await askAll('b'))]
})

/** `npm run bench:passages` shows the figures; the half that chose the threshold is `a`. */
describe.each(['a', 'b'])('questions about ten papers each (%s)', (half) => {
  const of = (isAnswerable: boolean) => asked.filter((one) => one.half === half && one.isAnswerable === isAnswerable)

  it('are answered among the first three passages in four of five cases at least', () => {
    expect(of(true)).toHaveLength(30)
    expect(of(true).filter(({ isFound }) => isFound).length / 30).toBeGreaterThanOrEqual(0.8)
    expect(of(true).filter(({ isNothing }) => isNothing).length / 30).toBeLessThanOrEqual(0.1)
  })

  it('that the paper does not answer get “nothing” in three of four cases at least', () => {
    expect(of(false)).toHaveLength(20)
    expect(of(false).filter(({ isNothing }) => isNothing).length / 20).toBeGreaterThanOrEqual(0.75)
  })
})
