/** What an examination found. `broken`: it would not work. `odd`: it works, and somebody should know. */
export type Finding = {
  state: 'fine' | 'odd' | 'broken'
  what: string
  remedy?: string
}

export const fine = (what: string): Finding => ({ state: 'fine', what })
export const odd = (what: string, remedy?: string): Finding => ({ state: 'odd', what, ...(remedy && { remedy }) })
export const broken = (what: string, remedy?: string): Finding => ({ ...odd(what, remedy), state: 'broken' })
