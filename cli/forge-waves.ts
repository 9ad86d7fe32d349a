import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { workflowRun } from "../adapters/forge/open-forge";
import { wavesForJobs } from "../adapters/forge/waves";
import { readSettings } from "../adapters/files/settings-source";
import { type Command, JSON_OPTION } from "./command";
import { stackNames } from "./read-stacks";

/** Jobs `.github/workflows/deploy.yaml` has for waves. */
const JOBS = 3;

/** Says which stacks are deployed together, and in which order. */
export const forgeWavesCommand: Command = {
    name: "forge waves",
    summary: "Give a workflow the stacks of each wave",
    options: {
        jobs: { type: "string", value: "N", help: `Jobs the workflow has for waves (default: ${JOBS})` },
        json: JSON_OPTION,
    },
    notes: "Writes the outputs wave-0, wave-1, …: JSON lists of stacks, empty ones at the end.",
    run({ root, options, terminal, env }) {
        const jobs = options["jobs"] ?? String(JOBS);
        if (typeof jobs !== "string" || !/^[1-9]\d?$/.test(jobs)) {
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
        if (options["json"]) terminal.print(JSON.stringify(waves));
        else
            for (const [index, stacks] of waves.entries())
                terminal.print(`wave-${index}: ${stacks.join(", ")}`);
        return ExitStatus.ok;
    },
};
