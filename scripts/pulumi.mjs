// Runs the Pulumi CLI: the one on PATH, else the official `pulumi` package of npm, which downloads the CLI when first used.
import { spawnSync } from "node:child_process";

/** Newest CLI this project was tried with. It works with the older SDK that Node 20 needs. */
const CLI_PACKAGE = "pulumi@3.265.0";
const args = process.argv.slice(2);

const onPath = run("pulumi", args);
if (onPath.error?.code !== "ENOENT") finish(onPath);

console.error(`There is no pulumi on PATH. Trying the npm package ${CLI_PACKAGE}, which downloads the CLI …`);
const byNpm = run("npx", ["--yes", CLI_PACKAGE, ...args]);
if (byNpm.status !== 0) {
    console.error(
        [
            "",
            `pulumi did not end well (status ${byNpm.status ?? byNpm.signal}). If the lines above speak of a download:`,
            "the CLI, or the Kubernetes plugin it asks for, could not be fetched from here. Install both by hand",
            "(pulumi.com/docs/install, then `pulumi plugin install resource kubernetes 4.34.2`) and run this again.",
            "`npm start` needs neither: it evaluates the same program and writes the manifests to dist/render.",
        ].join("\n"),
    );
}
finish(byNpm);

function run(command, commandArgs) {
    return spawnSync(command, commandArgs, { stdio: "inherit", shell: process.platform === "win32" });
}

function finish({ status, error }) {
    if (error) console.error(error.message);
    process.exit(status ?? 1);
}
