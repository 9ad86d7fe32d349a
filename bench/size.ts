import { structuredPatch } from "diff";

import { table } from "../cli/table";
import { writeYaml } from "../lifecycle/kit/write-yaml";
import { injectStack } from "../adapters/istioctl/inject-stack";
import { type Sidecars, composeWorkload } from "../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../lifecycle/sidecars/sidecars-text";
import type { Lock } from "../lifecycle/settings/lock";
import { readSettings } from "../adapters/files/settings-source";
import { readStackSources } from "../adapters/files/stack-source";
import type { Manifest } from "../lifecycle/workloads/manifest";
import {
    type PodTemplate,
    isWorkload,
    podTemplateOf,
    templatePathOf,
} from "../lifecycle/workloads/pod-template";
import { withFolder } from "./measure";
import { STACK, writeProject } from "./project";
import { syntheticApps } from "./synthetic";

/** An istioctl and its version. */
export interface VersionedIstioctl {
    readonly path: string;
    /** `1.31.1` */
    readonly version: string;
}

export interface SizeBenchArgs {
    readonly workloads: number;
    /** From which to which the proxies are moved. */
    readonly from: VersionedIstioctl;
    readonly to: VersionedIstioctl;
}

/** What stands in Git for the sidecars, and what of it a bump of the proxies changes. */
export async function benchSize({ workloads, from, to }: SizeBenchArgs): Promise<string> {
    return withFolder(async (root) => {
        writeProject(root, syntheticApps(workloads));
        const sources = readStackSources(root, readSettings(root, STACK));
        const manifests = sources.manifests.map(({ manifest }) => manifest).filter(isWorkload);
        const inject = async ({ path, version }: VersionedIstioctl): Promise<Sidecars> => {
            const lock = withProxies(sources.lock, version);
            const result = await injectStack({ ...sources, lock, root, locate: () => Promise.resolve(path) });
            if (result.failures.length > 0) throw result.failures[0]?.error ?? new Error("a workload failed");
            return result.sidecars;
        };
        const [before, after] = [await inject(from), await inject(to)];
        const rows: string[][] = [];
        const row = (name: string, textsOf: (sidecars: Sidecars) => readonly string[]): void => {
            const [old, fresh] = [textsOf(before), textsOf(after)];
            let bytes = 0;
            let lines = 0;
            let changed = 0;
            for (const [index, text] of fresh.entries()) {
                bytes += Buffer.byteLength(text);
                lines += text.split("\n").length - 1;
                changed += changedLines(old[index] ?? "", text);
            }
            rows.push([name, `${(bytes / 1024 ** 2).toFixed(2)} MiB`, String(lines), String(changed)]);
        };
        row("pristine manifests", () => manifests.map((manifest) => writeYaml(manifest)));
        row("sidecars file", (sidecars) => [formatSidecars(sidecars)]);
        row("injected manifests", (sidecars) =>
            manifests.map((one) => writeYaml(composeWorkload(one, sidecars))),
        );
        row("a JSON 6902 patch a workload", (sidecars) => manifests.map((one) => patchText(one, sidecars)));
        const header = [
            `SIZE OF ${workloads} WORKLOADS`,
            "BYTES",
            "LINES",
            `LINES ${from.version} TO ${to.version}`,
        ];
        return table(header, rows);
    });
}

function withProxies(lock: Lock, version: string): Lock {
    return { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, version } } };
}

/** Lines taken away and added, as a reviewer sees them. */
function changedLines(before: string, after: string): number {
    if (before === after) return 0;
    const { hunks } = structuredPatch("a", "b", before, after, "", "", { context: 0 });
    let changed = 0;
    for (const { oldLines, newLines } of hunks) changed += oldLines + newLines;
    return changed;
}

/** The injected part as gitops-istio keeps it: a patch for kustomize, which adds what injection added. */
function patchText(manifest: Manifest, sidecars: Sidecars): string {
    const base = `/${(templatePathOf(manifest) ?? []).join("/")}`;
    const pristine = podTemplateOf(manifest) ?? {};
    const injected = podTemplateOf(composeWorkload(manifest, sidecars)) ?? {};
    return writeYaml(
        operations(pristine, injected).map(([path, value]) => ({ op: "add", path: base + path, value })),
    );
}

function* memberOperations(
    path: string,
    before: unknown,
    after: unknown,
): Generator<readonly [string, unknown]> {
    const old = (before ?? {}) as Readonly<Record<string, unknown>>;
    for (const [key, value] of Object.entries(after ?? {})) {
        if (JSON.stringify(old[key]) === JSON.stringify(value)) continue;
        yield [`${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, value];
    }
}

function operations(pristine: PodTemplate, injected: PodTemplate): (readonly [string, unknown])[] {
    return [
        ...memberOperations("/metadata/labels", pristine.metadata?.labels, injected.metadata?.labels),
        ...memberOperations(
            "/metadata/annotations",
            pristine.metadata?.annotations,
            injected.metadata?.annotations,
        ),
        ...memberOperations("/spec", pristine.spec, injected.spec),
    ];
}
