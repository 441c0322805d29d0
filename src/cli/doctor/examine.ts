import type { Services } from '../services'
import { examineDataFolder } from './dataFolder'
import { examineEngine } from './engine'
import type { Finding } from './finding'
import { examineElectron, examineImages, examineMachine, examineNode } from './machine'
import { examineModels } from './models'
import { examineRuntimes } from './runtimes'
import { examineTensorflow } from './tensorflow'

/** Everything that Pixelloom needs of this machine, the most basic first. One failing look never ends the rest. */
export async function examine(services: Services): Promise<Finding[]> {
  const looks: (() => Promise<Finding[]> | Finding[])[] = [
    examineNode,
    examineMachine,
    () => examineDataFolder(services.dataFolder),
    () => examineRuntimes(services),
    () => examineTensorflow(services),
    () => examineEngine(services),
    examineImages,
    () => examineModels(services),
    examineElectron,
  ]
  const findings: Finding[] = []
  for (const look of looks) findings.push(...(await look()))
  return findings
}
