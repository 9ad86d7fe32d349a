import { WindlassError } from "../../lifecycle/kit/errors";

/** A stack and its wave, as its settings say. */
export interface WaveMember {
    readonly stack: string;
    readonly wave: number;
}

/**
 * Stacks by wave, the earliest first: what a workflow deploys one after the other. Always `jobs` lists, the last ones empty.
 *
 * @param jobs How many jobs the workflow has for waves.
 * @throws WindlassError when there are more waves than jobs, for a wave would not be deployed
 */
export function wavesForJobs(members: readonly WaveMember[], jobs: number): readonly (readonly string[])[] {
    const waves = [...new Set(members.map(({ wave }) => wave))].sort((a, b) => a - b);
    if (waves.length > jobs) {
        throw new WindlassError({
            key: "--jobs",
            value: jobs,
            rule: `The stacks have ${waves.length} waves, and a wave without a job would not be deployed`,
            remedy: "Add a job for it to .github/workflows/deploy.yaml, or put stacks into one wave",
        });
    }
    return Array.from({ length: jobs }, (_, index) =>
        members
            .filter(({ wave }) => wave === waves[index])
            .map(({ stack }) => stack)
            .sort(),
    );
}
