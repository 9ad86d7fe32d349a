/**
 * How long `windlass diff` takes: N workloads whose proxies moved alike, and S stacks that moved alike.
 *
 *     node --import tsx bench/diff.ts [WORKLOADS [STACKS]]
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { run as runDiff } from "../cli/diff";
import { table } from "../cli/table";
import type { Terminal } from "../cli/terminal";
import { planInjection } from "../lifecycle/sidecars/plan-injection";
import { readSidecars, writeSidecars } from "../adapters/files/sidecars-store";
import { readSettings } from "../adapters/files/settings-source";
import { readStackSources } from "../adapters/files/stack-source";

const HERE = join(__dirname, "..");
const OLD = "1.31.0";
const NEW = "1.31.1";

function main(workloads: number, stacks: number): Promise<void> {
    const root = mkdtempSync(join(tmpdir(), "windlass-bench-"));
    process.once("exit", () => rmSync(root, { recursive: true, force: true }));
    const names = Array.from({ length: stacks }, (_, index) => `stack-${index}`);
    for (const part of ["Pulumi.yaml", "catalog"])
        cpSync(join(HERE, part), join(root, part), { recursive: true });
    writeApps(root, workloads);
    for (const name of names) writeStack(root, name, workloads, OLD);
    git(root, "init", "--quiet", ".");
    git(root, "add", ".");
    git(root, "commit", "--quiet", "--message=old");
    for (const name of names) writeStack(root, name, workloads, NEW);
    return measure(root, workloads, stacks);
}

function writeApps(root: string, count: number): void {
    const backend = readFileSync(join(HERE, "apps/backend/deployment.yaml"), "utf8");
    const account = readFileSync(join(HERE, "apps/backend/service-account.yaml"), "utf8");
    for (let index = 0; index < count; index++) {
        const folder = join(root, "apps", `app-${index}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "deployment.yaml"), backend.replace(/\bbackend\b/g, `app-${index}`));
        writeFileSync(join(folder, "service-account.yaml"), account.replace(/\bbackend\b/g, `app-${index}`));
    }
}

function writeStack(root: string, stack: string, workloads: number, proxies: string): void {
    mkdirSync(join(root, "stacks"), { recursive: true });
    const apps = Array.from({ length: workloads }, (_, index) => `      - app-${index}\n`).join("");
    const settings = readFileSync(join(HERE, "stacks/Pulumi.production.yaml"), "utf8");
    writeFileSync(
        join(root, `stacks/Pulumi.${stack}.yaml`),
        settings.replace(/ {6}- frontend\n {6}- backend\n {6}- loadtester\n/, () => apps),
    );
    const lock = readFileSync(join(HERE, "stacks/production.lock.yaml"), "utf8");
    writeFileSync(
        join(root, `stacks/${stack}.lock.yaml`),
        lock.replace(/(proxies:\n\s+version: )\S+/, `$1${proxies}`),
    );
    const plan = planInjection(readStackSources(root, readSettings(root, stack)));
    const { inputs, factored } = readSidecars(HERE, "production");
    writeSidecars(root, stack, {
        inputs: { ...inputs, istioctl: plan.version, revision: plan.revision, values: plan.values },
        proxyImage: plan.proxyImage,
        pristine: new Map(plan.workloads.map(({ id, pristine }) => [id, pristine])),
        factored: {
            ...factored,
            own: new Map(plan.workloads.map(({ id }) => [id, { set: {}, without: [] }])),
        },
    });
}

async function measure(root: string, workloads: number, stacks: number): Promise<void> {
    const rows: string[][] = [];
    for (const format of ["markdown", "text", "json"] as const) {
        const printed: string[] = [];
        const terminal: Terminal = {
            print: (text) => printed.push(text),
            note: () => undefined,
            progress: () => undefined,
            paint: (_, text) => text,
        };
        const start = performance.now();
        await runDiff({
            root,
            options: { from: "HEAD", format },
            positionals: [],
            terminal,
            env: {},
            signal: new AbortController().signal,
        });
        const seconds = (performance.now() - start) / 1000;
        const text = printed.join("\n");
        const megabytes = process.memoryUsage().rss / 1024 / 1024;
        rows.push([
            String(workloads),
            String(stacks),
            format,
            seconds.toFixed(1),
            String(text.length),
            megabytes.toFixed(0),
        ]);
        if (format === "markdown") process.stderr.write(`${text.slice(0, 1500)}\n\n`);
    }
    process.stdout.write(
        `${table(["WORKLOADS", "STACKS", "FORMAT", "SECONDS", "CHARACTERS", "RSS MB"], rows)}\n`,
    );
}

function git(root: string, ...args: readonly string[]): void {
    const identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];
    execFileSync("git", ["-C", root, ...identity, ...args], { stdio: "ignore" });
}

const [workloads = "3000", stacks = "1"] = process.argv.slice(2);
void main(Number(workloads), Number(stacks));
