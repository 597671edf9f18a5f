import pLimit from 'p-limit'

/** Runs what fills a core and a hundred megabytes, one at a time: a small machine has room for one. */
export const heavyWork = pLimit(1)
