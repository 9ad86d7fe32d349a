import { WindlassError } from "../../lifecycle/kit/errors";
import type { BuildTool } from "../../lifecycle/workloads/build-definition";
import { executableOnPath } from "../files/executable-source";
import { runTool } from "./run-tool";

/** A tool that was found, and what it says it is. */
export interface LocatedTool {
    readonly path: string;
    /** Exact: `3.19.0`. */
    readonly version: string;
}

export interface LocateToolArgs {
    /** Variables `HELM`, `KUSTOMIZE` and `PATH`. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Exact version it has to be. @default any */
    readonly version?: string;
    readonly signal?: AbortSignal;
}

const VERSION_ARGS: Readonly<Record<BuildTool, readonly string[]>> = {
    kustomize: ["version"],
    helm: ["version", "--template", "{{.Version}}"],
};

/**
 * The tool of `apps/tools.yaml`'s version: the one `HELM` or `KUSTOMIZE` names, else the first on PATH.
 *
 * @throws WindlassError where there is none, or one of another version: it would build something else.
 */
export async function locateTool(
    tool: BuildTool,
    { env, version, signal }: LocateToolArgs,
): Promise<LocatedTool> {
    const variable = tool.toUpperCase();
    const path = env[variable] || executableOnPath(tool, env);
    if (path === undefined) {
        throw new WindlassError({
            key: tool,
            value: version,
            rule: "is not installed",
            remedy: `Put ${tool}${version === undefined ? "" : ` ${version}`} on PATH, or set ${variable} to its path. Only building needs it: what was built stands in Git`,
        });
    }
    const answer = await runTool({ tool, path, args: VERSION_ARGS[tool], cwd: process.cwd(), signal });
    const found = /v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)/.exec(answer)?.[1];
    if (found !== undefined && (version === undefined || found === version)) return { path, version: found };
    throw new WindlassError({
        key: variable,
        value: path,
        rule:
            found === undefined
                ? `is no ${tool} that says which version it is`
                : `is ${tool} ${found}, and apps/tools.yaml pins ${version}`,
        remedy:
            version === undefined
                ? `Install a release of ${tool}`
                : `Install ${tool} ${version}, or change apps/tools.yaml and review what that changes`,
    });
}
