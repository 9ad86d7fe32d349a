import type { StackSettings } from "../../lifecycle/settings/settings";
import { WindlassError } from "../../lifecycle/kit/errors";
import { firstDifference } from "../../lifecycle/kit/first-difference";
import { readFile } from "../../lifecycle/kit/read-file";
import {
    HELM_FORMAT,
    type HelmApp,
    SOURCE_FORMAT,
    type SourceApp,
    helmFields,
    sourceFields,
} from "../../lifecycle/workloads/build-definition";
import { HELM_FILE, SOURCE_FILE } from "../../lifecycle/workloads/built-app";
import { formatBuilt } from "../../lifecycle/workloads/built-text";
import { type Manifest, type SourcedManifest, objectId } from "../../lifecycle/workloads/manifest";
import { parseManifests } from "../../lifecycle/workloads/parse-manifests";
import { APPS_FOLDER, inputsDigest } from "../files/app-files";
import { builtFile } from "../files/built-source";
import { stackScopes } from "../files/stack-kinds-source";
import { writeText } from "../files/atomic-write-store";
import { readText } from "../files/text-source";
import { fetchManifests } from "./git-manifests";
import { buildChart } from "./helm";
import type { LocatedTool } from "./locate-tool";
import { type BuildArgs, buildKustomization } from "./kustomize";

export interface BuildAppArgs extends Omit<BuildArgs, "tool"> {
    /** Undefined of an app that git alone builds. */
    readonly tool?: LocatedTool;
    /** Of a stack the app is built for. */
    readonly settings: Pick<StackSettings, "cluster" | "workloads">;
}

/** What became of an app. */
export interface BuildResult {
    /** Relative to the project's root. */
    readonly file: string;
    readonly objects: number;
    /** Exact; of git the commit. */
    readonly version: string;
    readonly written: boolean;
}

/**
 * Builds an app by its tool and writes what it comes to, so that nobody else needs the tool.
 *
 * @throws WindlassError where the tool fails, prints no manifests, or prints others the second time; nothing is written.
 */
export async function buildApp(args: BuildAppArgs): Promise<BuildResult> {
    const { root, app, built } = args;
    const file = builtFile(app, built);
    // Before: what changes meanwhile makes it stale.
    const inputs = inputsDigest(root, app, built);
    const { version, objects } = await made(args);
    const text = formatBuilt({ tool: built.tool, version, inputs }, objects);
    return { file, version, objects: objects.length, written: writeText(root, file, text) };
}

interface Made {
    readonly version: string;
    readonly objects: readonly Manifest[];
}

async function made(args: BuildAppArgs): Promise<Made> {
    const { root, app, built, tool, env, signal } = args;
    if (built.tool === "git") {
        const source = readSourceApp(root, app);
        const text = await fetchManifests({ app, source, env, signal });
        return { version: source.commit, objects: printed(args, text).map(({ manifest }) => manifest) };
    }
    if (!tool) throw new Error(`${app} is built by ${built.tool}, and none was located`);
    const located = { ...args, tool };
    const objects = await (built.tool === "kustomize" ? kustomized(located) : charted(located));
    return { version: tool.version, objects };
}

async function kustomized(args: BuildAppArgs & BuildArgs): Promise<readonly Manifest[]> {
    return printed(args, await buildKustomization(args)).map(({ manifest }) => manifest);
}

async function charted(args: BuildAppArgs & BuildArgs): Promise<readonly Manifest[]> {
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

/**
 * The repository an app is a folder of.
 *
 * @throws WindlassErrors with every problem of its file
 */
export function readSourceApp(root: string, app: string): SourceApp {
    const file = `${APPS_FOLDER}/${app}/${SOURCE_FILE}`;
    const remedy = "Correct it; docs/manifests.md says what it holds";
    return readFile(sourceFields, { format: SOURCE_FORMAT, file, text: readText(root, file), remedy }).value;
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
