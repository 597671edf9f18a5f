import type { Sighting } from '../../src/core/paper.ts'
import { aSighting } from '../fixtures/papers.ts'

const WORDS = 30_000
const TITLE = 10
const ABSTRACT = 170

/** Invented papers whose words are as unevenly frequent as those of real ones (Zipf); the same ones every time. */
export function* syntheticPapers(count: number): Generator<Sighting> {
  const random = createRandom(7)
  const text = (length: number) => Array.from({ length }, () => wordOfRank(zipf(random()))).join(' ')
  for (let number = 0; number < count; number += 1) {
    const day = new Date(Date.UTC(2024, 0, 1) + Math.floor(number / 150) * 86_400_000).toISOString().slice(0, 10)
    const id = `${String(1 + Math.floor(number / 99_999) + 20)}01.${String(number % 99_999).padStart(5, '0')}`
    yield aSighting(id, day, { source: 'import', paper: { title: text(TITLE), abstract: `${text(ABSTRACT)}.` } })
  }
}

/** The word that stands at this place when the most frequent comes first. */
export function wordOfRank(rank: number): string {
  let [word, rest] = ['', rank + SYLLABLES.length]
  while (rest > 0) {
    word = (SYLLABLES[rest % SYLLABLES.length] ?? '') + word
    rest = Math.floor(rest / SYLLABLES.length)
  }
  return word
}

/** Numbers between 0 and 1 that are the same every time (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const SYLLABLES = [...'bdfgklmnprstvz'].flatMap((consonant) => [...'aeiou'].map((vowel) => consonant + vowel))

const zipf = (uniform: number): number => Math.floor(WORDS ** uniform) - 1
