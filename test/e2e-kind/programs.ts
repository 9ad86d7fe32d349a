import { spawn } from "node:child_process";

export interface RunArgs {
    readonly program: string;
    readonly args: readonly string[];
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly stdin?: string;
    /** Shows what it says while it runs. @default false */
    readonly loud?: boolean;
}

/** Runs a program without a shell. @returns its standard output @throws Error when it does not succeed */
export async function runProgram({ program, args, cwd, env, stdin, loud }: RunArgs): Promise<string> {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, shell: false, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
        stdout += chunk.toString();
        if (loud) process.stderr.write(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
        if (loud) process.stderr.write(chunk);
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin ?? "");
    const status = await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) => resolve(code ?? -1));
    });
    if (status === 0) return stdout;
    throw new Error(
        `${program} ${args.slice(0, 3).join(" ")} ended with ${status}: ${stderr.trim().slice(-2000)}`,
    );
}

/** Runs kubectl and reads what it answers. */
export async function kubectlJson(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await runProgram({ program: "kubectl", args: [...args, "-o", "json"] })) as unknown;
}
