import * as pulumi from "@pulumi/pulumi";
import * as runtime from "@pulumi/pulumi/runtime";

import { injectStack } from "../adapters/istioctl/inject-stack";
import { composeWorkload } from "../lifecycle/sidecars/sidecars";
import { readSettings } from "../adapters/files/settings-source";
import type { Stack } from "../lifecycle/stack/stack";
import { readStackSources } from "../adapters/files/stack-source";
import type { Manifest, SourcedManifest } from "../lifecycle/workloads/manifest";
import { planWorkloads } from "../lifecycle/workloads/plan-workloads";
import { renderedFiles } from "../render/files";
import { renderStack } from "../render/render-stack";
import { type Cost, measure, withFolder } from "./measure";
import { STACK, writeProject } from "./project";
import { syntheticApps } from "./synthetic";
import { stackScopes } from "../adapters/files/stack-kinds-source";

export interface RenderSizeArgs {
    readonly istioctl: string;
    readonly workloads: number;
}

/** What rendering a stack of one size cost. */
export interface RenderCost {
    readonly workloads: number;
    readonly objects: number;
    /** Registering the same objects and nothing else. */
    readonly bare: Cost;
    /** Running the program. */
    readonly program: Cost;
    /** Writing what it rendered as texts. */
    readonly files: Cost;
}

/** Workloads that are really injected; more of them are copies by another name. */
const PATTERNS = 200;
/** Workloads rendered before anything is measured, for all code to be loaded and compiled. */
const WARM_UP = 100;

/** Renders a stack once, and registers as many bare resources with the SDK's own test monitor. */
export async function measureRender({ istioctl, workloads }: RenderSizeArgs): Promise<RenderCost> {
    return withFolder(async (root) => {
        const stackOf = await stackMaker(root, istioctl);
        await registerBare(stackOf(WARM_UP));
        renderedFiles(await renderStack(stackOf(WARM_UP)));
        const stack = stackOf(workloads);
        const objects = stack.workloads.foundation.length + stack.workloads.objects.length;
        const bare = await measure(() => registerBare(stack));
        const program = await measure(() => renderStack(stack));
        const files = await measure(() => renderedFiles(program.result));
        return {
            workloads,
            objects,
            bare: costOf(bare),
            program: costOf(program),
            files: costOf(files),
        };
    });
}

function costOf({ wall, cpu }: Cost): Cost {
    return { wall, cpu };
}

async function stackMaker(root: string, istioctl: string): Promise<(count: number) => Stack> {
    writeProject(root, syntheticApps(PATTERNS));
    const sources = readStackSources(root, readSettings(root, STACK));
    const { sidecars } = await injectStack({ ...sources, root, locate: () => Promise.resolve(istioctl) });
    return (count) => {
        const manifests = copies(sources.manifests, count);
        const inject = ({ manifest }: SourcedManifest): Manifest => injected.get(manifest) ?? manifest;
        const injected = new Map(
            copies(sources.manifests, count, (manifest) =>
                manifest.kind === "Canary" ? manifest : composeWorkload(manifest, sidecars),
            ).map(({ manifest }, index) => [manifests[index]?.manifest ?? manifest, manifest]),
        );
        const { settings } = sources;
        const workloads = planWorkloads({
            settings,
            manifests,
            scopes: stackScopes(settings, manifests),
            revision: "default",
            inject,
        });
        return { ...sources, manifests, sidecars, workloads };
    };
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

/** Run as a program, with a number of workloads, it prints the {@link RenderCost}. */
if (require.main === module) {
    const workloads = Number(process.argv[2]);
    void measureRender({ istioctl: process.env["ISTIOCTL"] ?? "", workloads }).then((cost) =>
        process.stdout.write(`\n${JSON.stringify(cost)}\n`),
    );
}
