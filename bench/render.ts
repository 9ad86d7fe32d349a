import * as pulumi from "@pulumi/pulumi";
import * as runtime from "@pulumi/pulumi/runtime";

import { table } from "../cli/table";
import { injectStack } from "../lifecycle/sidecars/inject";
import { composeWorkload } from "../lifecycle/sidecars/sidecars";
import { readSettings } from "../lifecycle/stack/settings-source";
import type { Stack } from "../lifecycle/stack/stack";
import { readStackSources } from "../lifecycle/stack/stack-source";
import type { Manifest, SourcedManifest } from "../lifecycle/workloads/manifest";
import { planWorkloads } from "../lifecycle/workloads/plan-workloads";
import { renderedFiles } from "../render/files";
import { type RenderedObjects } from "../render/objects";
import { renderStack } from "../render/render-stack";
import { exponent, measure, seconds, withFolder } from "./measure";
import { STACK, writeProject } from "./project";
import { syntheticApps } from "./synthetic";

export interface RenderBenchArgs {
    readonly istioctl: string;
    /** Numbers of workloads, from few to many. */
    readonly sizes: readonly number[];
}

/** Workloads that are really injected; more of them are copies by another name. */
const PATTERNS = 200;

/** Rendering a stack, against registering as many bare resources with the SDK's own test monitor. */
export async function benchRender({ istioctl, sizes }: RenderBenchArgs): Promise<string> {
    return withFolder(async (root) => {
        const apps = syntheticApps(PATTERNS);
        writeProject(root, apps);
        const sources = readStackSources(root, readSettings(root, STACK));
        const { sidecars } = await injectStack({ ...sources, root, locate: () => Promise.resolve(istioctl) });
        const stackOf = (count: number): Stack => {
            const manifests = copies(sources.manifests, count);
            const inject = ({ manifest }: SourcedManifest): Manifest => injected.get(manifest) ?? manifest;
            const injected = new Map(
                copies(sources.manifests, count, (manifest) =>
                    manifest.kind === "Canary" ? manifest : composeWorkload(manifest, sidecars),
                ).map(({ manifest }, index) => [manifests[index]?.manifest ?? manifest, manifest]),
            );
            const { settings } = sources;
            const workloads = planWorkloads({ settings, manifests, revision: "default", inject });
            return { ...sources, manifests, sidecars, workloads };
        };
        await renderStack(stackOf(20));
        const rows: string[][] = [];
        const walls: [number, number][] = [];
        for (const size of sizes) {
            const stack = stackOf(size);
            const objects = stack.workloads.foundation.length + stack.workloads.objects.length;
            const bare = await measure(() => registerBare(stack));
            const program = await measure(() => renderStack(stack));
            const files = await measure(() => renderedFiles(program.result as RenderedObjects));
            walls.push([size, program.cpu + files.cpu]);
            const [small] = walls;
            rows.push([
                String(size),
                String(objects),
                seconds(bare.wall),
                seconds(program.wall),
                (program.cpu / bare.cpu).toFixed(2),
                seconds(files.wall),
                ((program.cpu + files.cpu) / bare.cpu).toFixed(2),
                small && small[0] !== size ? exponent(small, [size, program.cpu + files.cpu]).toFixed(2) : "",
            ]);
        }
        const header = ["RENDER", "OBJECTS", "BARE", "PROGRAM", "x BARE", "FILES", "BOTH x BARE", "EXPONENT"];
        return table(header, rows);
    });
}

class Bare extends pulumi.CustomResource {}

/** The same objects as resources of no package, registered with the test monitor and nothing else. */
async function registerBare({ workloads }: Stack): Promise<void> {
    const newResource = ({ name, inputs }: runtime.MockResourceArgs) => ({
        id: `${name}-id`,
        state: inputs as object,
    });
    await runtime.setMocks(
        { newResource, call: ({ inputs }) => inputs as object },
        "windlass",
        "bare",
        false,
    );
    await runtime.runInPulumiStack(() => {
        for (const object of [...workloads.foundation, ...workloads.objects]) {
            const { apiVersion, kind, metadata } = object;
            const name = `${kind}-${metadata.namespace ?? ""}-${metadata.name}`;
            new Bare(`kubernetes:${apiVersion}:${kind}`, name, { ...object });
        }
        return Promise.resolve();
    });
    await (runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
}

function copies(
    manifests: readonly SourcedManifest[],
    count: number,
    map: (manifest: Manifest) => Manifest = (manifest) => manifest,
): readonly SourcedManifest[] {
    const apps = new Map<string, SourcedManifest[]>();
    for (const sourced of manifests) apps.set(sourced.app, [...(apps.get(sourced.app) ?? []), sourced]);
    const patterns = [...apps.values()];
    return Array.from({ length: count }).flatMap((_, index) =>
        (patterns[index % patterns.length] ?? []).map((sourced) => ({
            ...sourced,
            manifest: renamed(map(sourced.manifest), Math.floor(index / patterns.length)),
        })),
    );
}

function renamed(manifest: Manifest, round: number): Manifest {
    const name = `${manifest.metadata.name}-${round}`;
    const { spec, ...rest } = manifest as Manifest & { readonly spec?: Readonly<Record<string, unknown>> };
    const target = spec?.["targetRef"] as object | undefined;
    return {
        ...rest,
        metadata: { ...manifest.metadata, name },
        spec: target ? { ...spec, targetRef: { ...target, name } } : spec,
    };
}
