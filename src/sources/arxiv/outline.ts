/** In reading order. What a subsection says is not repeated in the section around it. */
export type Section = {
  kind: 'abstract' | 'section' | 'appendix' | 'acknowledgements'
  /** 1 for a section, 2 for what stands in one; 0 for text before the first. */
  level: number
  /** “3.1”, “A.2”; '' where it has none. */
  number: string
  title: string
  anchor: string
  passages: Passage[]
}

/**
 * `text`: a paragraph with its formulas, or an item of a list. `caption` begins with the name of its figure or table. A
 * `table` has a line a row, ` | ` between cells; `code` has its lines. `note`: a footnote.
 */
export type Passage = { kind: 'text' | 'caption' | 'table' | 'code' | 'note'; anchor: string; text: string }

/** `label` as the text cites it: “[1]”, “Example et al. (2026)”. */
export type Reference = { label: string; anchor: string; text: string }

/** `picture` as its page writes it; '' where there is none that chats show. `area` in pixels, 0 if it is not said. */
type FigureOutline = { anchor: string; caption: Passage | null; picture: string; area: number }

export type End = () => void

/** What Slack and Discord show. */
const PICTURE = /^(?!data:).*\.(?:png|jpe?g|gif|webp)$/i

export type Outline = ReturnType<typeof createOutline>

/** The parts of a paper, as markup: each method opens one, and what is written goes to the innermost. */
export function createOutline() {
  const root = sectionOf({})
  const parts = {
    base: '',
    licence: '',
    sections: [root],
    /** Outside of appendices. */
    figures: [] as FigureOutline[],
    references: [] as Reference[],
  }
  const sections = [root]
  const figures: FigureOutline[] = []
  /** What is outside of all of them is nobody's. */
  const writers: ((markup: string) => void)[] = []
  /** How many writers there are within the title of a section. */
  let titleDepth = -1
  /** The name of a theorem or the number of an item, for the text that follows. */
  let lead = ''
  /** How many tables and listings are around it. */
  let lineDepth = 0

  const current = () => sections.at(-1) ?? root
  const write = (markup: string): void => writers.at(-1)?.(markup)

  function into(writer: (markup: string) => void): End {
    writers.push(writer)
    return () => writers.pop()
  }

  const onto = <Field extends string>(part: Record<Field, string>, field: Field): End =>
    into((markup) => {
      part[field] += markup
    })

  function openPassage(kind: Passage['kind'], id: string): { opened: Passage; end: End } {
    const opened = { kind, anchor: id || figures.at(-1)?.anchor || current().anchor, text: '' }
    current().passages.push(opened)
    const end = into((markup) => {
      opened.text += markup.trim() === '' ? markup : lead + markup
      if (markup.trim() !== '') lead = ''
    })
    return { opened, end }
  }

  const passage = (kind: Passage['kind'], id: string): End => openPassage(kind, id).end

  return {
    parts,
    write,
    passage,
    licence: () => onto(parts, 'licence'),
    /** A kind of null: that of what it stands in. */
    section(kind: Section['kind'] | null, id: string): End {
      const inherited = current().kind === 'appendix' ? 'appendix' : 'section'
      const opened = sectionOf({ kind: kind ?? inherited, level: sections.length, anchor: id })
      parts.sections.push(opened)
      sections.push(opened)
      return () => sections.pop()
    },
    title(): End {
      const end = onto(current(), 'title')
      titleDepth = writers.length
      return () => {
        titleDepth = -1
        end()
      }
    },
    /** Null: it numbers something else, and is text there. */
    number: () => (writers.length === titleDepth ? onto(current(), 'number') : null),
    lead(): End {
      const read = { text: '' }
      const end = onto(read, 'text')
      return () => {
        end()
        if (/[\p{L}\p{N}]/u.test(read.text)) lead = `${read.text} `
      }
    },
    /** Outside of the text it is the title page's. */
    note: (id: string) => (writers.length > 0 ? passage('note', id) : into(() => {})),
    /** Null: something around it takes its text. */
    loose: (id: string) => (writers.length > 0 ? null : passage('text', id)),
    /** One within another is a part of its text. */
    lines(kind: 'table' | 'code', id: string): End {
      const end = lineDepth === 0 ? passage(kind, id) : null
      lineDepth += 1
      return () => {
        lineDepth -= 1
        end?.()
      }
    },
    row: () => write(lineDepth === 1 ? '\n' : ' '),
    cell: () => write(lineDepth === 1 ? ' | ' : ' '),
    figure(anchor: string, isFigure: boolean): End {
      const opened = { anchor, caption: null, picture: '', area: -1 }
      if (isFigure && figures.length === 0 && current().kind !== 'appendix') parts.figures.push(opened)
      figures.push(opened)
      return () => figures.pop()
    },
    /** A figure of several has a caption of its own, and one for each. */
    caption(): End {
      const { opened, end } = openPassage('caption', '')
      const [outer] = figures
      if (outer && (figures.length === 1 || outer.caption === null)) outer.caption = opened
      return end
    },
    /** The largest stands for its figure. */
    picture(picture: string, area: number): void {
      const [outer] = figures
      if (outer && area > outer.area && PICTURE.test(picture)) Object.assign(outer, { picture, area })
    },
    reference(anchor: string): End {
      const opened = { label: '', anchor, text: '' }
      parts.references.push(opened)
      return onto(opened, 'text')
    },
    referenceLabel: () => onto(parts.references.at(-1) ?? { label: '' }, 'label'),
    nowhere: () => into(() => {}),
  }
}

/** A section that has no text yet. */
export const sectionOf = (given: Partial<Section>): Section => ({
  ...{ kind: 'section', level: 0, number: '', title: '', anchor: '', ...given },
  passages: [],
})

/** Without sections that say nothing; null where none has text. */
export function readableSections(sections: Section[]): Section[] | null {
  const readable = sections.filter(({ passages, title }) => passages.length > 0 || title !== '')
  return readable.some(({ passages }) => passages.length > 0) ? readable : null
}
