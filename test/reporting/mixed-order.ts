import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Pages keep the processor busy, and tests of replicas and crashes mostly wait: side by side they take less time than one kind after the other. */
export default class MixedOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const ofProject = Map.groupBy(sorted, ({ project }) => project.name);
    return [...ofProject.values()]
      .flatMap((own) => own.map((file, at) => ({ file, share: at / own.length })))
      .sort((one, other) => one.share - other.share)
      .map(({ file }) => file);
  }
}
