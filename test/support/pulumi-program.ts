import { createRequire } from "node:module";
import { join } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";

/**
 * Stack `dev` of a project's folder, by the Automation API. Its program runs in this process, for the language host that
 * would run it in one of its own is in no registry that the other engines come from.
 *
 * @param env - Variables for the CLI, the provider and the program
 */
export function selectStack(folder: string, env: Record<string, string>): Promise<Stack> {
    const program = () => inPlace(folder, env, programOf(folder));
    return LocalWorkspace.createOrSelectStack(
        { stackName: "dev", projectName: "windlass", program },
        { workDir: folder, envVars: env },
    );
}

/** What the project's `index.ts` exports: the copy that stands there, as `pulumi up` would load it. */
function programOf(folder: string): () => Promise<Record<string, unknown>> {
    const main = join(folder, "index.ts");
    return createRequire(main)(main) as () => Promise<Record<string, unknown>>;
}

/** Runs something with a folder and variables as if it had a process of its own, until it first waits for anything. */
function inPlace<T>(folder: string, env: Readonly<Record<string, string>>, run: () => T): T {
    const before = { folder: process.cwd(), env: { ...process.env } };
    process.chdir(folder);
    Object.assign(process.env, env);
    try {
        return run();
    } finally {
        process.chdir(before.folder);
        for (const name of Object.keys(env)) {
            if (before.env[name] === undefined) delete process.env[name];
            else process.env[name] = before.env[name];
        }
    }
}
