type Difference = { names: RegExp; kind: 'ours right' | 'rare form'; reason: string }

/** Where Paperboy reads another value than a peer, and why; whatever is not here is wrong. */
export const differences: Difference[] = [
  // Dates.
  {
    names: /“.*(?: PT|-08:00| -00:20)”|onblog|gulp-atom.* date|many-links.* date/,
    kind: 'ours right',
    reason: 'the day as its own zone wrote it, where the peer states the day in UTC',
  },
  { names: /rfc822 “.*0100 /, kind: 'ours right', reason: 'nobody published a paper in the year 100' },
  {
    names: /“.*(?:1:2:3:4|:xx|:zz|\+zz|T25|:61|Textra).*”/,
    kind: 'ours right',
    reason: 'the day is there to be read, though the clock after it is nonsense',
  },
  { names: /iso8601 “-?\d{2}-?\d{2,3}”/, kind: 'rare form', reason: 'years of two digits without a day of the month' },
  { names: /multiple_values/, kind: 'rare form', reason: 'two dates of one kind: the first counts' },
  // Titles.
  {
    names:
      /Without(?:Entry)?Title\w* Title|EmptyXHTMLTitle|MissingTitle\w* Title|JsonFeedVersion1 Title|WithRelativeURL Title/,
    kind: 'ours right',
    reason: 'no title is made up of a link or of the text',
  },
  // Links.
  {
    names: /TestParseEntryWithoutLink URL|TestParseItemWithoutLink|WithIDAsURL|instant-article.* link/,
    kind: 'ours right',
    reason: 'the page of a feed is no paper’s link',
  },
  { names: /Enclosure|rel_license/, kind: 'ours right', reason: 'a file or a licence is no page about the paper' },
  { names: /URLWrappedInSpaces/, kind: 'ours right', reason: 'the DOI in the entry identifies the paper' },
  {
    names: /(?:feedburner|many-links|encoding)\S* link/,
    kind: 'ours right',
    reason: 'the page, not FeedBurner’s way to it',
  },
  {
    names: /content_location|RelativeURL URL|RelativeURL URL/,
    kind: 'rare form',
    reason: 'relative links are read against xml:base or the address of the feed, as its standard says',
  },
  { names: /item_links/, kind: 'rare form', reason: 'several links in an item: the first counts' },
  // Texts.
  {
    names: /(?:encoding|uolNoticias)\.rss (?:title|text)/,
    kind: 'ours right',
    reason: 'the peer’s test reads another encoding as UTF-8',
  },
  {
    names:
      /TestParseAtom03 Content|ContentEncoded Content|TestParsePodcast Content|(?:description_and_summary|summary_and_description)/,
    kind: 'ours right',
    reason: 'the abstract is the summary where there is one that is whole',
  },
  {
    names: /_crazy|linenoise|lucida_console|nested_cdata/,
    kind: 'rare form',
    reason: 'markup that is written to break readers',
  },
  {
    names: /reddit|many-links.* text|feedburner.* text/,
    kind: 'rare form',
    reason: 'whole posts with tables and pictures, read as text',
  },
  {
    names: /xml2js-options|customfields/,
    kind: 'rare form',
    reason: 'the peer’s test sets options that change its values',
  },
  {
    names: /itunes|giantbomb/,
    kind: 'rare form',
    reason: 'podcasts: of several texts another one, or a dash where two hyphens were',
  },
  { names: /media|atom10_2|rss20_2/, kind: 'rare form', reason: 'videos in media:group' },
  { names: /\/cdf\//, kind: 'rare form', reason: 'CDF, which no journal has used since 2000' },
  { names: /issue_275/, kind: 'rare form', reason: 'content of another type than text' },
  // Authors.
  { names: /author_cdata_escaped_markup/, kind: 'rare form', reason: 'markup that was escaped twice in a name' },
  { names: /guardian.* author/, kind: 'ours right', reason: 'what stands in parentheses is no part of a name' },
  { names: /bracket_author|DCCreatorField Author/, kind: 'rare form', reason: '“Author” is no name' },
  { names: /narro.* author|WithoutAuthorName/, kind: 'ours right', reason: 'an address of mail is no name' },
]
