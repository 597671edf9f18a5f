/** Characters: three lines of this length fit on a phone together with what stands around them. */
export const lineLimit = 160
