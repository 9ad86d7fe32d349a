import { join } from "node:path";

import { table } from "../cli/table";
import { readCatalog } from "../adapters/files/catalog-store";
import { type ResolveRequest, momentOf } from "../lifecycle/versions/request";
import { resolve, resolveTool } from "../lifecycle/versions/resolve";

/** Stacks of the fleet; each asks for Istio, Flux, its operator and Flagger. */
const STACKS = 100;
/** Longest the whole fleet may take the first time, in milliseconds. */
const BUDGET = 100;
const ROUNDS = 7;

const at = momentOf("2026-10-01");

/** No two stacks ask the same, so that nothing is answered from a memory of the answer. */
function requestOf(stack: number): ResolveRequest {
    const minor = 29 + (stack % 3);
    const current = ["1.29.8", "1.30.5", "1.31.1"][stack % 3];
    return {
        range: `>=1.${minor - 1}.${Math.floor(stack / 3)} <1.${minor + 1}`,
        kubernetes: `1.${32 + (stack % 4)}`,
        current,
        sidecars: current === undefined ? [] : [current],
        strategy: stack % 2 === 0 ? "in-place" : "revisions",
        mtls: "STRICT",
    };
}

interface Sample {
    readonly wall: number;
    readonly cpu: number;
}

function measure(run: () => void): Sample {
    const before = process.cpuUsage();
    const start = process.hrtime.bigint();
    run();
    const wall = Number(process.hrtime.bigint() - start) / 1e6;
    const { user, system } = process.cpuUsage(before);
    return { wall, cpu: (user + system) / 1e3 };
}

function main(): void {
    const root = join(__dirname, "..");
    let catalog = readCatalog(root);
    const resolveFleet = (): void => {
        for (let stack = 0; stack < STACKS; stack++) {
            resolve(requestOf(stack), catalog, at);
            resolveTool("flux", { range: "~2.9" }, catalog, at);
            resolveTool("flux-operator", { range: ">=0.50.0 <1" }, catalog, at);
            resolveTool("flagger", { range: "~1.44" }, catalog, at);
        }
    };
    const read = measure(() => (catalog = readCatalog(root)));
    const first = measure(resolveFleet);
    const warm = Array.from({ length: ROUNDS }, () => measure(resolveFleet)).sort((a, b) => a.cpu - b.cpu);
    const median = warm[Math.floor(ROUNDS / 2)] ?? first;
    const row = (name: string, { wall, cpu }: Sample): string[] => [name, wall.toFixed(1), cpu.toFixed(1)];
    const rows = [
        row("read the catalog", read),
        row(`${STACKS} stacks, first time`, first),
        row(`${STACKS} stacks, median of ${ROUNDS}`, median),
    ];
    process.stdout.write(`${table(["RESOLVE", "WALL MS", "CPU MS"], rows)}\n`);
    if (first.wall <= BUDGET) return;
    process.stdout.write(`The first time takes more than ${BUDGET} ms; is the machine busy?\n`);
    process.exitCode = 1;
}

main();
