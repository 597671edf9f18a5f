/** A file whose content is known before it is fetched. */
export type PinnedFile = { path: string; bytes: number; sha256: string }

/** A sentence encoder as Hugging Face has it: BERT in ONNX, int8, and the words it knows. */
export type Weights = { repository: string; revision: string; model: PinnedFile; tokenizer: PinnedFile }

/**
 * all-MiniLM-L6-v2 (Apache-2.0) in Xenova's conversion. `sha256sum` of the files checks the pins; Hugging Face shows
 * that of the model at `/blob/<revision>/onnx/model_quantized.onnx`.
 */
export const MINILM: Weights = {
  repository: 'Xenova/all-MiniLM-L6-v2',
  revision: '751bff37182d3f1213fa05d7196b954e230abad9',
  model: {
    path: 'onnx/model_quantized.onnx',
    bytes: 22_972_370,
    sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
  },
  tokenizer: {
    path: 'tokenizer.json',
    bytes: 711_661,
    sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
  },
}
