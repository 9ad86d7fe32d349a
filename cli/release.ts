import { type ReleasedHelm, planRelease, releaseReport } from "../lifecycle/adopt/plan-release";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { textIn } from "../lifecycle/kit/json-path";
import type { DataPlaneMode } from "../lifecycle/settings/settings";
import type { Manifest } from "../lifecycle/workloads/manifest";
import { loadProgram } from "../render/load-program";
import { renderStack } from "../render/render-stack";
import type { Invocation } from "./command";
import type { releaseCommand } from "./definitions/release";
import { readStacks } from "./read-stacks";

/** Prints the way out of a stack. */
export async function run({
    root,
    options,
    terminal,
}: Invocation<typeof releaseCommand>): Promise<ExitStatus> {
    const { stack: name } = options;
    if (name === undefined) {
        throw new WindlassError({
            key: "--stack",
            rule: "A stack is needed",
            remedy: "Name it with --stack",
        });
    }
    const [stack] = readStacks(root, [name]);
    if (!stack) throw new Error(`${name} was not read`);
    const { layers } = await renderStack(stack, { program: await loadProgram(root) });
    const helm = Object.values(layers).flat().flatMap(releasedHelm);
    const steps = planRelease({ settings: stack.settings, helm, modes: modesOf(stack.workloads.modes) });
    terminal.print(
        options.json ? JSON.stringify({ stack: name, steps }) : releaseReport(name, steps).trimEnd(),
    );
    return ExitStatus.ok;
}

function releasedHelm({ kind, metadata, spec }: Manifest): readonly ReleasedHelm[] {
    const { name, namespace = "" } = metadata;
    if (kind !== "HelmRelease") return [];
    const chart = textIn(spec, ["chart", "spec", "chart"]) ?? "";
    return [{ name, namespace, release: textIn(spec, ["releaseName"]) ?? name, chart }];
}

/** Modes by namespace, of modes by `namespace/Kind/name`. */
function modesOf(modes: ReadonlyMap<string, DataPlaneMode>): ReadonlyMap<string, ReadonlySet<DataPlaneMode>> {
    const found = new Map<string, Set<DataPlaneMode>>();
    for (const [id, mode] of modes) {
        const namespace = id.split("/", 1)[0] ?? "";
        const known = found.get(namespace);
        if (known) known.add(mode);
        else found.set(namespace, new Set([mode]));
    }
    return found;
}
