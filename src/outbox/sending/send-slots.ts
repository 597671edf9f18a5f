/** How often is looked who may leave. */
const LOOK_MS = 4
/** A pause of this process up to so long is made up for at once. */
const FORGIVEN_MS = 12
/** By this share of real time a process that stood still for longer catches up. */
const CATCH_UP = 0.01

/**
 * When what was given a slot may leave. After a process stood still, what was due meanwhile does not leave all at once:
 * slots are measured by a clock that stood still as well, and catches up slowly. So no more leave in a second than have
 * their slots in 1.022 s, however many processes share the slots. `now` and slots in milliseconds; the promise says
 * whether the slot was missed by more than `missedMs`, and has to be given back.
 */
export function createSendSlots(now: () => number, missedMs: number): (slot: number) => Promise<'due' | 'missed'> {
  let waiting: { slot: number; leave: (as: 'due' | 'missed') => void }[] = []
  let timer: NodeJS.Timeout | null = null
  let seenAt = now()
  let behind = 0

  function look(): void {
    const at = now()
    const passed = at - seenAt
    // While nobody waited, nobody looked.
    const stood = waiting.length > 0 ? Math.max(passed - FORGIVEN_MS, 0) : 0
    behind = Math.min(Math.max(behind + stood - passed * CATCH_UP, 0), missedMs)
    seenAt = at
  }

  function letGo(): void {
    look()
    const leaving = waiting.filter(({ slot }) => slot <= seenAt - behind)
    waiting = waiting.filter(({ slot }) => slot > seenAt - behind)
    for (const { slot, leave } of leaving) leave(seenAt - slot > missedMs ? 'missed' : 'due')
    if (waiting.length > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }

  return (slot) =>
    new Promise((leave) => {
      look()
      waiting.push({ slot, leave })
      letGo()
      if (waiting.length > 0) timer ??= setInterval(letGo, LOOK_MS)
    })
}
