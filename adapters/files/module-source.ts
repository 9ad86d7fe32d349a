import childProcess from "node:child_process";
import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import net from "node:net";
import { join, relative, resolve, sep } from "node:path";
import workerThreads from "node:worker_threads";
import { WindlassError } from "../../lifecycle/kit/errors";
import type { JsonObject } from "../../lifecycle/kit/json";
import { firstDifference } from "../../lifecycle/kit/first-difference";

/** What a module is told that the time is when it is read again: every part of a date differs. */
const LATER = ((400 * 24 + 7) * 3600 + 13 * 60 + 11) * 1000 + 137;

/** What a module exports under a name. */
export interface ModuleExport {
    /** As JSON has it; of a function, what it answers. */
    readonly value: unknown;
    /** Whether it is a function, and so may differ with what it is asked. */
    readonly isFunction: boolean;
}

/**
 * Reads what a module of the project exports under a name. What it says must be the same on every run:
 * it is read twice, a year apart, and may not ask the network or start programs. (What it reads from files or from the
 * environment is not watched.)
 *
 * @param file Relative to the project's root.
 * @param asked What a function is called with.
 * @throws WindlassError for whatever the module throws, with its line
 */
export function readModule(project: string, file: string, name: string, asked: JsonObject): ModuleExport {
    // Node knows modules by their real paths.
    const root = realpathSync(project);
    const { text: first, isFunction } = evaluate({ root, file, name, asked }, 0);
    const { text: second } = evaluate({ root, file, name, asked }, LATER);
    if (first === second)
        return { value: first === undefined ? undefined : (JSON.parse(first) as unknown), isFunction };
    throw new WindlassError({
        file,
        key: [name, ...firstDifference(JSON.parse(first ?? "null"), JSON.parse(second ?? "null"))].join("."),
        rule: "is another each time the module is read, so that no two renders would be alike",
        remedy: "Take the clock and chance out of the module, and write the value down",
    });
}

interface EvaluateArgs {
    readonly root: string;
    readonly file: string;
    readonly name: string;
    readonly asked: JsonObject;
}

function evaluate(
    { root, file, name, asked }: EvaluateArgs,
    later: number,
): { readonly text: string | undefined; readonly isFunction: boolean } {
    const path = join(root, file);
    const load = createRequire(path);
    try {
        return guarded(later, () => {
            forget(load.cache, root, load.resolve(path));
            const found = (load(path) as Readonly<Record<string, unknown>>)[name];
            const isFunction = typeof found === "function";
            const exported = isFunction
                ? (found as (asked: JsonObject) => unknown)(structuredClone(asked))
                : found;
            if (exported instanceof Promise) {
                throw new WindlassError({
                    key: name,
                    rule: "is a promise, and has to be there when the module has been read",
                    remedy: "Export the list itself",
                });
            }
            return { text: JSON.stringify(exported), isFunction };
        });
    } catch (error) {
        throw toFault(error, root, file);
    }
}

/** The module, and what it loads of the project itself, are read anew; libraries and Windlass's own modules are not. */
function forget(cache: NodeJS.Dict<NodeModule>, root: string, path: string): void {
    const module = cache[path];
    if (!module) return;
    delete cache[path];
    for (const { filename } of module.children)
        if (isOfProject(root, filename)) forget(cache, root, filename);
}

/** A checkout's own rooms: of the package, and of a mesh's `node_modules`, nothing is read anew anyway. */
const WINDLASS = resolve(__dirname, "..", "..");
const ROOMS = ["adapters", "cli", "components", "diff", "lifecycle", "policy", "program", "render"].map(
    (room) => join(WINDLASS, room) + sep,
);

function isOfProject(root: string, path: string): boolean {
    const inside = relative(root, path);
    return (
        !inside.startsWith("..") &&
        !inside.split(sep).includes("node_modules") &&
        !ROOMS.some((room) => path.startsWith(room))
    );
}

type Patch = readonly [object: object, key: string, value: unknown];

/** Does something while the clock is another, and what no module may do throws. */
function guarded<T>(later: number, action: () => T): T {
    const refuse = (what: string) => (): never => {
        throw new WindlassError({
            rule: `${what} while it is read, so that what it says may be another on the next run or machine`,
            remedy: "Write down in the module what it needs",
        });
    };
    const network = refuse("asks the network");
    const programs = refuse("starts a program");
    const patches: readonly Patch[] = [
        ...(later === 0 ? [] : [[globalThis, "Date", shiftedDate(later)] as const]),
        [globalThis, "fetch", network],
        [net.Socket.prototype, "connect", network],
        [workerThreads, "Worker", guardedWorker(refuse("starts a thread"))],
        ...["spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork"].map(
            (key): Patch => [childProcess, key, programs],
        ),
        [process, "exit", refuse("ends the process")],
        // Standard output is for results, which may be one JSON document.
        [process.stdout, "write", process.stderr.write.bind(process.stderr)],
    ];
    const before = patches.map(([object, key]) => Object.getOwnPropertyDescriptor(object, key));
    for (const [object, key, value] of patches)
        Object.defineProperty(object, key, { value, configurable: true, writable: true });
    try {
        return action();
    } finally {
        for (const [index, [object, key]] of patches.entries()) {
            const descriptor = before[index];
            if (descriptor) Object.defineProperty(object, key, descriptor);
            else Reflect.deleteProperty(object, key);
        }
    }
}

/** Threads are refused, but that of the compiler: esbuild starts one when the first TypeScript is not in its cache yet. */
function guardedWorker(refuse: () => never): typeof workerThreads.Worker {
    const compiler = join("node_modules", "esbuild", "lib", "main.js");
    return new Proxy(workerThreads.Worker, {
        construct: (target, args, newTarget) =>
            String(args[0]).endsWith(sep + compiler)
                ? (Reflect.construct(target, args, newTarget) as object)
                : refuse(),
    });
}

function shiftedDate(later: number): DateConstructor {
    const Plain = globalThis.Date;
    return new Proxy(Plain, {
        construct: (target, args, newTarget) =>
            Reflect.construct(target, args.length === 0 ? [Plain.now() + later] : args, newTarget) as Date,
        apply: () => new Plain(Plain.now() + later).toString(),
        get: (target, key, receiver) =>
            key === "now" ? () => Plain.now() + later : (Reflect.get(target, key, receiver) as unknown),
    });
}

/** A fault in a person's module is no fault in Windlass: the file, its line, and what was thrown. */
function toFault(error: unknown, root: string, file: string): WindlassError {
    const details = error instanceof WindlassError ? error.details : undefined;
    const fault = new WindlassError({
        ...(details ?? {
            rule: sentenceOf(error),
            remedy: "Correct the module; --trace shows where it came from",
        }),
        file,
        line: lineIn(error, join(root, file)),
    });
    fault.cause = error;
    return fault;
}

function sentenceOf(error: unknown): string {
    if (!(error instanceof Error)) return `throws ${String(error).slice(0, 200)}`;
    // What follows the first line is a stack of requires, or source text.
    const [first = ""] = error.message.split("\n").filter((line) => line.trim() !== "");
    return `${error.name}: ${first.replace(/\.$/, "").slice(0, 300)}`;
}

function lineIn(error: unknown, path: string): number | undefined {
    if (!(error instanceof Error)) return undefined;
    const text = `${error.message}\n${error.stack ?? ""}`;
    const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const line = Number(new RegExp(`${escaped}:(\\d+)`).exec(text)?.[1]);
    return line > 0 ? line : undefined;
}
