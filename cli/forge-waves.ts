import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { workflowRun } from "../adapters/forge/open-forge";
import { wavesForJobs } from "../adapters/forge/waves";
import { readSettings } from "../adapters/files/settings-source";
import type { Invocation } from "./command";
import type { forgeWavesCommand } from "./definitions/forge-waves";
import { stackNames } from "./read-stacks";

/** Says which stacks are deployed together, and in which order. */
export function run({ root, options, terminal, env }: Invocation<typeof forgeWavesCommand>): ExitStatus {
    const { jobs } = options;
    if (!/^[1-9]\d?$/.test(jobs)) {
        throw new WindlassError({ key: "--jobs", value: jobs, rule: "must be a number from 1 to 99" });
    }
    const members = stackNames(root).map((stack) => ({
        stack,
        wave: readSettings(root, stack).fleet.wave,
    }));
    const waves = wavesForJobs(members, Number(jobs));
    workflowRun(env).writeOutputs(
        Object.fromEntries(waves.map((stacks, index) => [`wave-${index}`, JSON.stringify(stacks)])),
    );
    if (options.json) terminal.print(JSON.stringify(waves));
    else for (const [index, stacks] of waves.entries()) terminal.print(`wave-${index}: ${stacks.join(", ")}`);
    return ExitStatus.ok;
}
