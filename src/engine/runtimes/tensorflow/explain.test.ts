import { describe, expect, it } from 'vitest'
import { explainLoading, explainLog } from './explain'

/** Lines in the formats that TensorFlow 2.9 to 2.21 logs in; those of an old card and of cuDNN are from public reports. */
const stamp = '2024-11-02 09:14:31.214532:'
const logs: Record<string, [log: string, reason: RegExp]> = {
  'no driver': [
    `${stamp} I external/local_xla/xla/tsl/cuda/cudart_stub.cc:32] Could not find cuda drivers on your machine, GPU will not be used.`,
    /^there is no NVIDIA driver\. Install one/,
  ],
  'a driver without its library': [
    `${stamp} E external/local_xla/xla/stream_executor/cuda/cuda_driver.cc:152] failed call to cuInit: INTERNAL: CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)`,
    /^there is no NVIDIA driver/,
  ],
  'no card': [
    `${stamp} E external/local_xla/xla/stream_executor/cuda/cuda_driver.cc:265] failed call to cuInit: CUDA_ERROR_NO_DEVICE: no CUDA-capable device is detected`,
    /^no NVIDIA card was found/,
  ],
  'a driver that is too old': [
    'E0000 00:00:1730538871.214532 4242 cuda_executor.cc:1228] INTERNAL: CUDA Runtime error: Failed call to cudaGetRuntimeVersion: CUDA driver version is insufficient for CUDA runtime version',
    /driver is older than this TensorFlow needs.*525 or newer$/,
  ],
  'a driver that waits for a restart': [
    `${stamp} E tensorflow/stream_executor/cuda/cuda_diagnostics.cc:313] kernel version 470.103.1 does not match DSO version 470.129.6 -- cannot find working devices in this configuration`,
    /470\.103\.1 runs, 470\.129\.6 is installed\. Restart/,
  ],
  'another cuDNN': [
    'E0000 00:00:1738697930.202924    7665 cuda_dnn.cc:522] Loaded runtime CuDNN library: 9.1.0 but source was compiled with: 9.3.0.  CuDNN library needs to have matching major version and equal or higher minor version.',
    /^cuDNN 9\.1\.0 is there, but this TensorFlow needs 9\.3\.0 or newer/,
  ],
  'a card that is too old': [
    `2019-07-22 08:25:40.278513: I tensorflow/core/common_runtime/gpu/gpu_device.cc:1717] Ignoring visible gpu device (device: 0, name: Tesla M60, pci bus id: 2dc0:00:00.0, compute capability: 5.2) with Cuda compute capability 5.2. The minimum required Cuda capability is 6.0.`,
    /^Tesla M60 is too old: this TensorFlow needs compute capability 6\.0 or newer$/,
  ],
  'a library that is missing': [
    `${stamp} W tensorflow/stream_executor/platform/default/dso_loader.cc:64] Could not load dynamic library 'libcudnn.so.8'; dlerror: libcudnn.so.8: cannot open shared object file: No such file or directory`,
    /^libcudnn\.so\.8 is missing\. .*and-cuda/,
  ],
  'libraries that are missing': [
    'W0000 00:00:1730538871.214532 4242 gpu_device.cc:2344] Cannot dlopen some GPU libraries. Please make sure the missing libraries mentioned above are installed properly if you would like to use GPU.',
    /^CUDA or cuDNN are missing/,
  ],
  'a card whose memory is full': [
    `${stamp} I tensorflow/stream_executor/cuda/cuda_driver.cc:733] failed to allocate 7.79G (8366784512 bytes) from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory`,
    /memory is full/,
  ],
}

describe('what TensorFlow logs', () => {
  it.each(Object.entries(logs))('is told in a clause: %s', (_title, [log, reason]) => {
    const { cards, reason: told } = explainLog(log)
    expect(cards).toEqual([])
    expect(told).toMatch(reason)
    expect(told).not.toMatch(/\.$/)
  })

  it('names the card that it computes with, whatever else it said on the way', () => {
    const log = [
      `${stamp} I external/local_xla/xla/tsl/cuda/cudart_stub.cc:32] TF-TRT Warning: Could not find TensorRT`,
      'I0000 00:00:1730538871.214532 4242 gpu_device.cc:2022] Created device /job:localhost/replica:0/task:0/device:GPU:0 with 77041 MB memory:  -> device: 0, name: NVIDIA H100 80GB HBM3, pci bus id: 0000:19:00.0, compute capability: 9.0',
    ].join('\n')
    expect(explainLog(log)).toEqual({ cards: ['NVIDIA H100 80GB HBM3'] })
  })

  it('says nothing where nothing is amiss', () => {
    const log = `${stamp} I tensorflow/core/util/port.cc:153] oneDNN custom operations are on.`
    expect(explainLog(log)).toEqual({ cards: [] })
  })
})

describe('why the addon does not load', () => {
  it.each([
    [
      'libtensorflow_cc.so.2: cannot open shared object file: No such file or directory',
      /libtensorflow_cc\.so\.2 is no longer/,
    ],
    [
      "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /x/tfjs_binding.node)",
      /needs GLIBC_2\.34/,
    ],
    ['/x/tfjs_binding.node: undefined symbol: TFE_NewOp', /replaced by another version/],
    ['invalid ELF header', /^TensorFlow doesn't load \(invalid ELF header\)/],
  ])('is told in a clause: %s', (message, clause) => {
    const { reason, because } = explainLoading(message)
    expect(reason).toMatch(clause)
    expect(because?.id).toMatch(/^runtimes\.tensorflow/)
  })
})
