import type { Finding } from '../../src/core/chat.ts'

export const fine = (what: string): Finding => ({ state: 'fine', what })
export const odd = (what: string): Finding => ({ state: 'odd', what })
export const broken = (what: string): Finding => ({ state: 'broken', what })
