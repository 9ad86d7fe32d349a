import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";
import type { BuiltApp } from "../../lifecycle/workloads/built-app";
import { builtOrigin } from "../../lifecycle/workloads/built-text";
import type { SourcedManifest } from "../../lifecycle/workloads/manifest";
import { parseManifests } from "../../lifecycle/workloads/parse-manifests";
import { APPS_FOLDER, inputsDigest } from "./app-files";
import { isThere, readText } from "./text-source";

/** File that an app was built into, relative to the project's root. */
export function builtFile(app: string, { output }: BuiltApp): string {
    return `${APPS_FOLDER}/${app}/${output}`;
}

/**
 * Why what stands in Git is not what the app's sources come to; undefined where it is. No tool is asked, nor a network.
 *
 * @throws WindlassError as {@link inputsDigest} does
 */
export function builtStaleness(root: string, app: string, built: BuiltApp): string | undefined {
    const file = builtFile(app, built);
    if (!isThere(root, file)) return "was never built";
    const origin = builtOrigin(readText(root, file));
    if (!origin) return "was not written by windlass build";
    if (origin.tool !== built.tool) return `was built by ${origin.tool}, and the app is ${built.tool}'s now`;
    return origin.inputs === inputsDigest(root, app, built) ? undefined : "its sources have changed";
}

/**
 * Manifests that an app was built into.
 *
 * @throws WindlassError with {@link ExitStatus.stale} where they are not those of its sources
 */
export function readBuilt(root: string, app: string, built: BuiltApp): readonly SourcedManifest[] {
    const file = builtFile(app, built);
    const stale = builtStaleness(root, app, built);
    if (stale !== undefined) {
        throw new WindlassError({
            file,
            rule: `is stale: ${stale}`,
            remedy: "Run npm run -s windlass -- build",
            exitStatus: ExitStatus.stale,
        });
    }
    return parseManifests(app, file, readText(root, file));
}
