import { z } from 'zod'
import { optimizerSchema, scheduleSchema } from '../../shared/training'

/**
 * What the average of a new model's weights keeps of itself at each step. On binary MNIST (14 x 14, RMSProp, a
 * constant rate) it is 0.2 to 0.3 nats an image better than the weights from some 200 steps on, of 44.
 */
export const defaultAverage = 0.999

/** How a model is trained, beyond what the network is and when training ends: the paper's way by default. */
export const trainingChoices = {
  optimizer: optimizerSchema.default('rmsprop'),
  schedule: scheduleSchema.default('constant'),
  /** Steps that the schedule takes; as long as the training where left out. */
  scheduleSteps: z.number().int().positive().optional(),
  /** Steps in which the rate rises to its full height. */
  warmUp: z.number().int().nonnegative().default(0),
  /** Largest norm of the gradient in nats an image; 0 for none, one nat a dimension where left out. */
  clip: z.number().nonnegative().optional(),
  /** What the average of the weights keeps of itself at each step; 0 for none. */
  average: z.number().min(0).lt(1).default(0),
  /** Mirrors every other image, drawn anew at each visit. */
  flip: z.boolean().default(false),
  /** Lays every image down in one of its eight orientations, drawn anew at each visit (of others than squares: four). */
  orient: z.boolean().default(false),
  /** Pixels by which images are read larger than the model sees them: each visit is to another part. */
  crop: z.number().int().nonnegative().max(256).default(0),
}
