import type { StackSettings } from "../../lifecycle/settings/settings";
import { WindlassError } from "../../lifecycle/kit/errors";
import { firstDifference } from "../../lifecycle/kit/first-difference";
import { readFile } from "../../lifecycle/kit/read-file";
import { HELM_FORMAT, type HelmApp, helmFields } from "../../lifecycle/workloads/build-definition";
import { HELM_FILE } from "../../lifecycle/workloads/built-app";
import { formatBuilt } from "../../lifecycle/workloads/built-text";
import { type Manifest, type SourcedManifest, objectId } from "../../lifecycle/workloads/manifest";
import { parseManifests } from "../../lifecycle/workloads/parse-manifests";
import { APPS_FOLDER, inputsDigest } from "../files/app-files";
import { builtFile } from "../files/built-source";
import { stackScopes } from "../files/stack-kinds-source";
import { writeText } from "../files/atomic-write-store";
import { readText } from "../files/text-source";
import { buildChart } from "./helm";
import { type BuildArgs, buildKustomization } from "./kustomize";

export interface BuildAppArgs extends BuildArgs {
    /** Of a stack the app is built for. */
    readonly settings: Pick<StackSettings, "cluster" | "workloads">;
}

/** What became of an app. */
export interface BuildResult {
    /** Relative to the project's root. */
    readonly file: string;
    readonly objects: number;
    readonly written: boolean;
}

/**
 * Builds an app by its tool and writes what it comes to, so that nobody else needs the tool.
 *
 * @throws WindlassError where the tool fails, prints no manifests, or prints others the second time; nothing is written.
 */
export async function buildApp(args: BuildAppArgs): Promise<BuildResult> {
    const { root, app, built, tool } = args;
    const file = builtFile(app, built);
    // Before: what changes meanwhile makes it stale.
    const inputs = inputsDigest(root, app, built);
    const objects = await (built.tool === "kustomize" ? kustomized(args) : charted(args));
    const text = formatBuilt({ tool: built.tool, version: tool.version, inputs }, objects);
    return { file, objects: objects.length, written: writeText(root, file, text) };
}

async function kustomized(args: BuildAppArgs): Promise<readonly Manifest[]> {
    return printed(args, await buildKustomization(args)).map(({ manifest }) => manifest);
}

async function charted(args: BuildAppArgs): Promise<readonly Manifest[]> {
    const { app, root, settings } = args;
    const chart = readHelmApp(root, app);
    const [first, second] = [await buildChart(args, chart), await buildChart(args, chart)];
    const sourced = printed(args, first);
    const objects = sourced.map(({ manifest }) => manifest);
    if (first !== second) {
        const others = printed(args, second).map(({ manifest }) => manifest);
        throw random(app, objects, others);
    }
    // What helm puts into the release's namespace by applying it.
    const scopes = stackScopes(settings, sourced);
    return objects.map((manifest) =>
        manifest.metadata.namespace !== undefined || scopes.scopeOf(manifest) !== "Namespaced"
            ? manifest
            : { ...manifest, metadata: { ...manifest.metadata, namespace: chart.namespace } },
    );
}

/** The objects a tool printed. Lines of complaints are those of what it printed. */
function printed({ app, built: { tool } }: BuildAppArgs, text: string): readonly SourcedManifest[] {
    return parseManifests(app, `${APPS_FOLDER}/${app}, printed by ${tool}`, text);
}

/**
 * The chart an app is.
 *
 * @throws WindlassErrors with every problem of its file
 */
export function readHelmApp(root: string, app: string): HelmApp {
    const file = `${APPS_FOLDER}/${app}/${HELM_FILE}`;
    const remedy = "Correct it; docs/manifests.md says what it holds";
    return readFile(helmFields, { format: HELM_FORMAT, file, text: readText(root, file), remedy }).value;
}

function random(app: string, first: readonly Manifest[], second: readonly Manifest[]): WindlassError {
    const [index = "", ...path] = firstDifference(first, second);
    const object = first[Number(index)];
    return new WindlassError({
        file: `${APPS_FOLDER}/${app}/${HELM_FILE}`,
        key: object ? `${objectId(object)}: ${path.join(".")}` : "chart",
        rule: "is another each time the chart is rendered: it is made of chance or of the clock",
        remedy: "Give the chart that value, or the name of a Secret that exists",
    });
}
