// Builds the real engines that tests use, into the cache: npm run -s engines [-- NAME …]
import { basename, dirname } from "node:path";

import { executableOnPath } from "../adapters/files/executable-source";
import { userCacheFolder } from "../adapters/http/client-source";
import { processTerminal } from "../cli/terminal";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { ENGINE_NAMES, type EngineName } from "../tools/test-bed/engines";
import { obtainEngines } from "../tools/test-bed/engines-process";
import { locateEngines } from "../tools/test-bed/engines-source";

const terminal = processTerminal();
const abort = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => abort.abort(new Error(signal)));

async function main(words: readonly string[]): Promise<void> {
    const unknown = words.find((word) => !ENGINE_NAMES.some((name) => name === word));
    if (unknown !== undefined) {
        const remedy = `Name some of ${ENGINE_NAMES.join(", ")}, or none for all`;
        throw new WindlassError({ value: unknown, rule: "is no engine", remedy });
    }
    const names = words.length > 0 ? (words as readonly EngineName[]) : ENGINE_NAMES;
    const { env } = process;
    const where = { env, cache: userCacheFolder(env) };
    const obtain = (wanted: readonly EngineName[]) =>
        obtainEngines({ ...where, names: wanted, reporter: terminal, signal: abort.signal });
    // One by one, for where one does not build the others are still worth having. Without Go all fail alike, and at once.
    const isAlike = executableOnPath("go", env) === undefined;
    const wanted = locateEngines({ ...where, names }).missing.map(({ engine }) => engine.name);
    const groups = isAlike ? [wanted].filter((group) => group.length > 0) : wanted.map((name) => [name]);
    for (const group of groups) {
        if (abort.signal.aborted) break;
        try {
            await obtain(group);
        } catch (error) {
            if (abort.signal.aborted) break;
            if (!(error instanceof WindlassError)) throw error;
            terminal.note(`skipped: no ${group.join(", ")}: ${error.message}`);
            process.exitCode = error.exitStatus;
        }
    }
    if (abort.signal.aborted) process.exitCode = ExitStatus.interrupted;
    report(names, locateEngines({ ...where, names }));
}

/** The path of each, and in one line which versions are there and what is missing. */
function report(names: readonly EngineName[], { found, missing }: ReturnType<typeof locateEngines>): void {
    const there = names.flatMap((name) => {
        const program = found[name];
        if (program === undefined) return [];
        terminal.print(`${name}\t${program}`);
        return [`${name} ${/^v\d/.exec(basename(dirname(program)))?.input ?? "on PATH"}`];
    });
    const lacking = missing.map(({ engine }) => engine.name).join(", ");
    terminal.print(`Real engines: ${there.join(", ") || "none"}${lacking && `; missing: ${lacking}`}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    if (!(error instanceof WindlassError)) throw error;
    terminal.note(error.message);
    process.exitCode = error.exitStatus;
});
