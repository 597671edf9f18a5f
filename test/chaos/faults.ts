import type { Fault } from '../fakes/chat-platform.ts'

/** Numbers from 0 to 1 that follow from a seed (mulberry32), so that a run can be repeated. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Whatever was seen to happen between a program and a platform. */
export const FAULTS: Fault[] = [
  { answer: 'none', accepted: true, late: false },
  { answer: 'none', accepted: true, late: true },
  { answer: 'none', accepted: false, late: false },
  { answer: 'none', accepted: false, late: true },
  { answer: 'html', accepted: true, late: false },
  { answer: 'html', accepted: false, late: false },
  { answer: 'error', accepted: true, late: true },
  { answer: 'error', accepted: false, late: false },
  { answer: 'nonsense', accepted: true, late: false },
  { answer: 'limited', accepted: false, late: false },
  { answer: 'refused', accepted: false, late: false },
]

export function createFaults(random: () => number, share: number) {
  let isOn = true
  let met = 0
  return {
    met: () => met,
    next(): Fault | null {
      if (!isOn || random() >= share) return null
      met += 1
      return FAULTS[Math.floor(random() * FAULTS.length)] ?? null
    },
    stop: () => {
      isOn = false
    },
  }
}
