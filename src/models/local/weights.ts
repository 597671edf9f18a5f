/** A file whose content is known before it is fetched. */
export type PinnedFile = { path: string; bytes: number; sha256: string }

/** A sentence encoder as Hugging Face has it: BERT in ONNX, int8, and the words it knows. */
export type Weights = {
  repository: string
  revision: string
  model: PinnedFile
  tokenizer: PinnedFile
  /** How it was trained to sum up a text: by the vector of its first token, or by the mean of all. */
  pooling: 'cls' | 'mean'
}

/**
 * bge-small-en-v1.5 (MIT) in Xenova's conversion. `sha256sum` of the files checks the pins; Hugging Face shows that of
 * the model at `/blob/<revision>/onnx/model_quantized.onnx`.
 */
export const BGE_SMALL: Weights = {
  repository: 'Xenova/bge-small-en-v1.5',
  revision: 'ea104dacec62c0de699686887e3f920caeb4f3e3',
  model: {
    path: 'onnx/model_quantized.onnx',
    bytes: 34_014_426,
    sha256: '6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4',
  },
  tokenizer: {
    path: 'tokenizer.json',
    bytes: 711_396,
    sha256: 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66',
  },
  pooling: 'cls',
}
