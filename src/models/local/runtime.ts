import type { PinnedFile } from './weights.ts'

/**
 * ONNX Runtime in WebAssembly (MIT): 14 of the 139 MB of its npm package, as jsDelivr serves them. That package is a
 * development dependency: the tests run with its files, which checks the pins.
 */
export const ONNX_RUNTIME = {
  name: 'onnxruntime-web@1.30.0',
  url: 'https://cdn.jsdelivr.net/npm/onnxruntime-web@1.30.0/dist',
  script: {
    path: 'ort.wasm.bundle.min.mjs',
    bytes: 73_054,
    sha256: '11e64bd8ffe11bd1a2a2f0d6275fdfbbba7262f0b76b99b53d228a8a22ef3d90',
  },
  binary: {
    path: 'ort-wasm-simd-threaded.wasm',
    bytes: 14_239_897,
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
  },
} satisfies { name: string; url: string; script: PinnedFile; binary: PinnedFile }
