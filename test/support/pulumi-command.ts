// One command of Pulumi's on a project's folder, in a process that a test can kill: pulumi-command.ts FOLDER up|destroy
import { selectStack } from "./pulumi-program";

async function main([folder = "", command]: readonly string[]): Promise<void> {
    const stack = await selectStack(folder, {});
    if (command === "destroy") await stack.destroy();
    else await stack.up();
}

main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
});
