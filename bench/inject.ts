import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { table } from "../cli/table";
import { runIstioctl } from "../adapters/istioctl/run";
import { type InjectorInputs, injectorInputs } from "../adapters/istioctl/inputs";
import { type InjectionPlan, planInjection } from "../lifecycle/sidecars/plan-injection";
import { injectionDocument } from "../lifecycle/sidecars/pristine";
import { readSettings } from "../adapters/files/settings-source";
import { readStackSources } from "../adapters/files/stack-source";
import { type Cost, measure, measureWindlass, seconds, withFolder } from "./measure";
import { STACK, writeApp, writeProject } from "./project";
import { syntheticApps } from "./synthetic";

export interface InjectBenchArgs {
    /** Path of an istioctl of the version in the repository's locks. */
    readonly istioctl: string;
    readonly workloads: number;
    /** Files that are injected one process each, before and again after, to know what a file costs. */
    readonly sample: number;
    /** istioctl processes at a time, for Windlass and for the bare streams alike. */
    readonly streams: number;
}

/** Injection of a whole stack, against the same istioctl without Windlass, and against one process a file. */
export async function benchInject(args: InjectBenchArgs): Promise<string> {
    return withFolder(async (root) => {
        const apps = syntheticApps(args.workloads);
        writeProject(root, apps);
        const plan = planInjection(readStackSources(root, readSettings(root, STACK)));
        const { version, revision, operator } = plan;
        const inputs = await injectorInputs({ istioctl: args.istioctl, version, revision, operator, root });
        // What is compared is measured next to each other, and files on both sides: a shared machine is not always as fast.
        const before = await oneProcessEach(args, root, plan, inputs);
        const bare = await bareStreams(args, root, plan, inputs);
        const all = await measureWindlass(root, ["inject"], args.istioctl);
        const after = await oneProcessEach(args, root, plan, inputs);
        const perFile = (before.wall + after.wall) / 2;
        const none = await measureWindlass(root, ["inject"], args.istioctl);
        const check = await measureWindlass(root, ["inject", "--check"], args.istioctl);
        changeImage(root, apps);
        const one = await measureWindlass(root, ["inject"], args.istioctl);
        const rows = [
            ["all to inject", all, `${(all.wall / bare.wall).toFixed(2)} x the bare streams`],
            ["nothing changed", none, ""],
            ["nothing changed, --check", check, ""],
            ["one image changed", one, ""],
        ] as const;
        const cost = rows.map(([name, { wall, cpu, memory }, note]) => [
            name,
            seconds(wall),
            seconds(cpu),
            `${Math.round(memory)} MiB`,
            note,
        ]);
        const total = perFile * plan.workloads.length;
        const faster = `${(total / all.wall).toFixed(1)} x as long as Windlass; ${seconds(perFile)} a file, from ${2 * args.sample}`;
        cost.push([`bare istioctl, ${args.streams} streams`, seconds(bare.wall), "", "", ""]);
        cost.push(["bare istioctl, one process a file", seconds(total), "", "", faster]);
        return table(
            [`INJECT ${plan.workloads.length} WORKLOADS`, "WALL", "NODE CPU", "NODE MEMORY", ""],
            cost,
        );
    });
}

async function bareStreams(
    { istioctl, streams }: InjectBenchArgs,
    root: string,
    plan: InjectionPlan,
    inputs: InjectorInputs,
): Promise<Cost> {
    const documents = documentsOf(plan);
    const flags = flagsOf(root, plan, inputs);
    const shares = Array.from({ length: streams }, (_, share) =>
        documents.filter((_, index) => index % streams === share).join("\n---\n"),
    );
    const env = { ENABLE_NATIVE_SIDECARS: String(plan.native) };
    return measure(() =>
        Promise.all(
            shares.map(async (stdin) => {
                const { status, stderr } = await runIstioctl({
                    istioctl,
                    args: flags,
                    stdin,
                    env,
                    timeout: 600_000,
                });
                if (status !== 0) throw new Error(stderr);
            }),
        ),
    );
}

/** @returns what one file costs. */
async function oneProcessEach(
    { istioctl, sample }: InjectBenchArgs,
    root: string,
    plan: InjectionPlan,
    inputs: InjectorInputs,
): Promise<Cost> {
    const documents = documentsOf(plan).slice(0, sample);
    const flags = flagsOf(root, plan, inputs);
    const env = { ENABLE_NATIVE_SIDECARS: String(plan.native) };
    const { wall, cpu } = await measure(async () => {
        for (const stdin of documents) await runIstioctl({ istioctl, args: flags, stdin, env });
    });
    return { wall: wall / documents.length, cpu: cpu / documents.length };
}

function documentsOf({ workloads }: InjectionPlan): readonly string[] {
    return workloads.map(({ sourced }) => JSON.stringify(injectionDocument(sourced.manifest)));
}

function flagsOf(root: string, { revision }: InjectionPlan, inputs: InjectorInputs): readonly string[] {
    const files = {
        injectConfigFile: inputs.template,
        valuesFile: inputs.values,
        meshConfigFile: inputs.mesh,
    };
    const flags = Object.entries(files).flatMap(([flag, text]) => {
        const file = join(root, flag);
        writeFileSync(file, text);
        return [`--${flag}`, file];
    });
    return ["kube-inject", "--revision", revision, "-f", "-", ...flags];
}

function changeImage(root: string, apps: ReturnType<typeof syntheticApps>): void {
    const app = apps[Math.floor(apps.length / 2)];
    if (!app) return;
    writeApp(root, app);
    const file = join(root, "apps", app.app, "manifests.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace(/(image: \S+):[\w.]+/, "$1:9.9.9"));
}
