/** How often is looked who may leave. */
const LOOK_MS = 4
/** So late a slot may be used. What leaves in a second has its slots in 1.02 s then, however many processes send. */
const LATE_MS = 20
/** Slots that were lost within this time are replaced together: a commit makes the process stand still. */
const GATHER_MS = 100

/** Sets further slots aside where all processes take theirs; fewer than `count` where there are none for long. */
type TakeSlots = (count: number) => Promise<number[]>
type Waiting = { since: number; leave: (as: 'due' | 'missed') => void }

/**
 * A process that stood still does not make up for that: slots that are past (milliseconds) are lost, and new ones taken
 * behind those that others have by now. What waits leaves in its order; `missed`: there was no new slot.
 */
export function createSendSlots(now: () => number, takeSlots: TakeSlots): (slot: number) => Promise<'due' | 'missed'> {
  const waiting: Waiting[] = []
  let slots: number[] = []
  let lost = 0
  let timer: NodeJS.Timeout | null = null

  function letGo(): void {
    const at = now()
    const past = slots.filter((slot) => slot <= at)
    slots = slots.filter((slot) => slot > at)
    const inTime = past.filter((slot) => at - slot <= LATE_MS).length
    for (const { leave } of waiting.splice(0, inTime)) leave('due')
    if (lost === 0 && past.length > inTime) setTimeout(takeAgain, GATHER_MS)
    lost += past.length - inTime
    if (slots.length > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  async function takeAgain(): Promise<void> {
    const count = lost
    lost = 0
    const fresh = await takeSlots(count).catch(() => [])
    for (const { leave } of waiting.splice(waiting.length - (count - fresh.length))) leave('missed')
    use(fresh)
  }

  function use(fresh: number[]): void {
    slots.push(...fresh)
    letGo()
    if (slots.length > 0) timer ??= setInterval(letGo, LOOK_MS)
  }

  return (slot) =>
    new Promise((leave) => {
      const before = waiting.findLastIndex(({ since }) => since <= slot)
      waiting.splice(before + 1, 0, { since: slot, leave })
      use([slot])
    })
}
