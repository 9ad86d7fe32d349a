import { execFile } from "node:child_process";
import { devNull } from "node:os";
import { promisify } from "node:util";

import { WindlassError } from "../../lifecycle/kit/errors";
import type { BuildTool } from "../../lifecycle/workloads/build-definition";

const execute = promisify(execFile);

export interface RunToolArgs {
    readonly tool: BuildTool;
    /** Path of the executable. */
    readonly path: string;
    readonly args: readonly string[];
    /** Folder it runs in. */
    readonly cwd: string;
    /** Variables on top of the environment. */
    readonly env?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
}

/** Milliseconds a build may take: a chart may come from far away. */
const TIMEOUT = 300_000;
/** Longest answer, in characters. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/**
 * What a tool prints: never run through a shell, and with no cluster that it could ask.
 *
 * @throws WindlassError with its last words where it fails or takes too long; the abort reason when it was aborted.
 */
export async function runTool({ tool, path, args, cwd, env, signal }: RunToolArgs): Promise<string> {
    const variables: NodeJS.ProcessEnv = { ...process.env, ...env, KUBECONFIG: devNull };
    delete variables["KUBERNETES_SERVICE_HOST"];
    try {
        const options = {
            cwd,
            env: variables,
            signal,
            timeout: TIMEOUT,
            maxBuffer: MAX_OUTPUT,
            windowsHide: true,
        };
        return (await execute(path, [...args], { ...options, killSignal: "SIGKILL", encoding: "utf8" }))
            .stdout;
    } catch (error) {
        signal?.throwIfAborted();
        const { killed, stderr = "", code } = error as { killed?: boolean; stderr?: string; code?: unknown };
        throw new WindlassError({
            key: tool,
            value: args.slice(0, 2).join(" "),
            rule:
                killed === true
                    ? `did not end within ${TIMEOUT / 1000} seconds`
                    : (lastWords(stderr) ?? `cannot be run (${String(code)})`),
            remedy: `Run it by hand to see more: ${tool} ${args.join(" ")}`,
        });
    }
}

function lastWords(stderr: string): string | undefined {
    const lines = stderr.split("\n").filter((line) => line.trim() !== "");
    const said = (lines.findLast((line) => /^Error:/.test(line)) ?? lines.at(-1))?.replace(/^Error: /, "");
    return said === undefined ? undefined : `says: ${said.slice(0, 500).replace(/\.$/, "")}`;
}
