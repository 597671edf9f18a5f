/** Text as HTML, with a line for each row of a table and each line of code. */
export type Markup = { markup: string }

export type Block = Markup & { kind: 'text' | 'caption' | 'table' | 'code' | 'note'; anchor: string }

export type SectionOutline = {
  kind: 'abstract' | 'section' | 'appendix' | 'acknowledgements'
  level: number
  number: Markup
  title: Markup
  anchor: string
  blocks: Block[]
}

/** `area` in pixels, 0 where the page does not say. */
export type FigureOutline = { anchor: string; caption: Markup; pictures: { source: string; area: number }[] }

export type ReferenceOutline = Markup & { label: Markup; anchor: string }

/** Ends what was opened. */
export type End = () => void

/** The parts of a paper, put together as its page is read: each method opens one, and text goes to the innermost. */
export function createOutline() {
  const root = createSection('section', 0, '')
  const sections = [root]
  const figures: FigureOutline[] = []
  const references: ReferenceOutline[] = []
  const licence = empty()
  const openSections = [root]
  const openFigures: FigureOutline[] = []
  /** What is outside of all of them is nobody's. */
  const open: (Markup | Block)[] = []
  /** The name of a theorem or the number of an item, for the text that follows. */
  let lead = ''
  /** How many tables and listings are around it. */
  let lineDepth = 0

  const current = () => openSections.at(-1) ?? root

  function into(part: Markup): End {
    open.push(part)
    return () => open.pop()
  }

  function write(markup: string): void {
    const part = open.at(-1)
    if (!part) return
    const begins = lead !== '' && 'kind' in part && markup.trim() !== ''
    part.markup += begins ? lead + markup : markup
    if (begins) lead = ''
  }

  function block(kind: Block['kind'], id: string): End {
    const opened: Block = { kind, anchor: id || openFigures.at(-1)?.anchor || current().anchor, markup: '' }
    current().blocks.push(opened)
    return into(opened)
  }

  return {
    parts: { sections, figures, references, licence },
    licence: () => into(licence),
    /** A kind of null: whatever it stands in. */
    section(kind: SectionOutline['kind'] | null, id: string): End {
      const inherited = current().kind === 'appendix' ? 'appendix' : 'section'
      const opened = createSection(kind ?? inherited, openSections.length, id)
      sections.push(opened)
      openSections.push(opened)
      return () => openSections.pop()
    },
    title: () => into(current().title),
    /** Null: it numbers something else, and is text there. */
    number: () => (open.at(-1) === current().title ? into(current().number) : null),
    lead(): End {
      const read = empty()
      const end = into(read)
      return () => {
        end()
        if (/[\p{L}\p{N}]/u.test(read.markup)) lead = `${read.markup} `
      }
    },
    block,
    /** One within another is a part of its text. */
    lines(kind: 'table' | 'code', id: string): End {
      const end = lineDepth === 0 ? block(kind, id) : null
      lineDepth += 1
      return () => {
        lineDepth -= 1
        end?.()
      }
    },
    row: () => write(lineDepth === 1 ? '\n' : ' '),
    cell: () => write(lineDepth === 1 ? ' | ' : ' '),
    /** Null: something around it takes its text. */
    loose: (id: string) => (open.length > 0 ? null : block('text', id)),
    figure(id: string, isPicture: boolean): End {
      const opened = { anchor: id, caption: empty(), pictures: [] }
      if (isPicture && openFigures.length === 0 && current().kind !== 'appendix') figures.push(opened)
      openFigures.push(opened)
      return () => openFigures.pop()
    },
    /** A figure of several has a caption of its own, and one for each. */
    caption(): End {
      const end = block('caption', '')
      const [outer] = openFigures
      const written = open.at(-1)
      if (outer && written && (openFigures.length === 1 || outer.caption.markup === '')) outer.caption = written
      return end
    },
    picture(source: string, area: number): void {
      openFigures[0]?.pictures.push({ source, area })
    },
    reference(id: string): End {
      const opened = { label: empty(), anchor: id, markup: '' }
      references.push(opened)
      return into(opened)
    },
    referenceLabel: () => into(references.at(-1)?.label ?? empty()),
    /** For what belongs to no text. */
    nowhere: () => into(empty()),
    write,
  }
}

export type Outline = ReturnType<typeof createOutline>

const empty = (): Markup => ({ markup: '' })

const createSection = (kind: SectionOutline['kind'], level: number, anchor: string): SectionOutline => ({
  kind,
  level,
  number: empty(),
  title: empty(),
  anchor,
  blocks: [],
})
