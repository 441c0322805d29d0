import { z } from 'zod'

/** The architectures of van den Oord et al. 2016 that a model folder may name. */
export const architectures = ['pixelcnn', 'row-lstm', 'diagonal-bilstm'] as const
export const architectureSchema = z.enum(architectures)
export type Architecture = z.infer<typeof architectureSchema>

/** How an 8-bit grey becomes one of two levels: drawn with probability byte / 255, or cut at 128. */
export const binarizationSchema = z.enum(['sample', 'threshold'])
export type Binarization = z.infer<typeof binarizationSchema>

const networkShape = {
  architecture: architectureSchema,
  /** Colour channels of an image: 1 (grey) or 3 (red, green, blue). */
  channels: z.union([z.literal(1), z.literal(3)]),
  /** Values a pixel can take, 0..levels-1. */
  levels: z.number().int().min(2).max(256),
  /** Side of the square images it was trained on; it runs at any size. */
  size: z.number().int().min(1).max(1024),
  /** h: features inside a block; the residual stream carries 2h. */
  hidden: z.number().int().min(1).max(4096),
  /** Number of residual blocks. */
  layers: z.number().int().min(0).max(64),
  /** Features of the last two 1x1 convolutions before the logits. */
  outputFeatures: z.number().int().min(1).max(8192),
  residual: z.boolean().default(true),
  skip: z.boolean().default(false),
}

/** A conditioning network beside a model: what it completes with, no part of its likelihood. */
const conditionerShape = {
  /** Features inside a block; twice as many go from block to block. */
  hidden: z.number().int().min(1).max(4096),
  layers: z.number().int().min(0).max(64),
  /** Features of the layer before its logits. */
  outputFeatures: z.number().int().min(1).max(8192),
}
export const conditionerSchema = z.object(conditionerShape)

/** Multi-Scale: the model of the subsampled image, which completes with a conditioning network if it has one. */
const smallSchema = z.object({ ...networkShape, conditioner: conditionerSchema.optional() })

/** The part of `model.json` that defines the network, and with the weights everything it computes. */
export const modelConfigurationSchema = z.object({
  ...networkShape,
  /** Multi-Scale: the unconditional model of the subsampled image. */
  small: smallSchema.optional(),
  /** A network beside it that sees the whole masked image, for completing (models/conditioner.ts). */
  conditioner: conditionerSchema.optional(),
  /** For two levels: how greys were made binary in training. */
  binarize: binarizationSchema.optional(),
})
export type ModelConfiguration = z.infer<typeof modelConfigurationSchema>

// Without defaults: what nobody asked for is for the data, or another model's weights, to decide.
const askedShape = { ...networkShape, residual: z.boolean(), skip: z.boolean() }

/** What a person asks of a model that is yet to be trained. */
export const askedConfigurationSchema = z
  .object({ ...askedShape, binarize: binarizationSchema })
  .partial()
  .extend({
    /** Multi-Scale: what is left out is as in the large model. */
    small: z.object(askedShape).partial().required({ size: true }).optional(),
    conditioner: conditionerSchema.partial().optional(),
  })
export type AskedConfiguration = z.infer<typeof askedConfigurationSchema>

/** Logits per pixel: one per channel for two levels (Bernoulli), else `levels` per channel (softmax). */
export function logitsPerPixel(configuration: Pick<ModelConfiguration, 'channels' | 'levels'>): number {
  return configuration.channels * logitsPerChannel(configuration)
}

export function logitsPerChannel(configuration: Pick<ModelConfiguration, 'levels'>): number {
  return configuration.levels === 2 ? 1 : configuration.levels
}
