import type { JobSpecification } from '../protocol/specifications'
import { runBench } from './bench'
import { runDataCheck } from './checkData'
import { runCompletion } from './complete'
import { runFolderCompletion } from './completeFolder/completeFolder'
import { runCompression, runDecompression } from './compress'
import type { JobContext, JobEnd } from './context'
import { runEvaluation } from './evaluate'
import { runIdentification } from './identify'
import { runDataPreview } from './previewData'
import { runSampling } from './sample/sample'
import { runSurprise } from './surprise'
import { runTraining } from './train/train'
import { runVerification } from './verify'

/** Runs a job to its end. Throws PixelloomErrors; `cancelled` where nothing is left of it. */
export function runJob(context: JobContext, specification: JobSpecification): Promise<JobEnd> {
  switch (specification.kind) {
    case 'train':
      return runTraining(context, specification)
    case 'complete':
      return runCompletion(context, specification)
    case 'complete-folder':
      return runFolderCompletion(context, specification)
    case 'sample':
      return runSampling(context, specification)
    case 'evaluate':
      return runEvaluation(context, specification)
    case 'check-data':
      return runDataCheck(context, specification)
    case 'preview-data':
      return runDataPreview(context, specification)
    case 'bench':
      return runBench(context, specification)
    case 'compress':
      return runCompression(context, specification)
    case 'decompress':
      return runDecompression(context, specification)
    case 'verify':
      return runVerification(context, specification)
    case 'surprise':
      return runSurprise(context, specification)
    case 'identify':
      return runIdentification(context, specification)
  }
}
