declare module '@citation-js/core' {
  /** What it understands of a text, as CSL-JSON. */
  export class Cite {
    constructor(text: string)
    data: {
      title: string
      author: Record<string, string>[]
      issued?: { 'date-parts': number[][] }
    }[]
  }
}
