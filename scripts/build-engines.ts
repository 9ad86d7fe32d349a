// Builds the real engines that tests use, into the cache: npm run -s engines [-- NAME …]
import { userCacheFolder } from "../adapters/http/client-source";
import { processTerminal } from "../cli/terminal";
import { WindlassError } from "../lifecycle/kit/errors";
import { ENGINE_NAMES, type EngineName } from "../tools/test-bed/engines";
import { obtainEngines } from "../tools/test-bed/engines-process";

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
    const cache = userCacheFolder(env);
    for (const name of names) {
        try {
            const args = { names: [name], env, cache, reporter: terminal, signal: abort.signal };
            const programs = await obtainEngines(args);
            terminal.print(`${name}\t${programs[name]}`);
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            // The others are still worth having.
            terminal.note(`skipped: no ${name}: ${error.message}`);
            process.exitCode = error.exitStatus;
        }
    }
}

main(process.argv.slice(2)).catch((error: unknown) => {
    if (!(error instanceof WindlassError)) throw error;
    terminal.note(error.message);
    process.exitCode = error.exitStatus;
});
