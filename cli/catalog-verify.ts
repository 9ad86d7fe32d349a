import { ExitStatus } from "../lifecycle/kit/errors";
import { withHttpClient } from "../adapters/http/client-source";
import { upstreamOf } from "../adapters/upstream/upstream";
import { fetchBulletins } from "../adapters/upstream/bulletins-source";
import type { Catalog } from "../lifecycle/versions/catalog";
import { readCatalog } from "../adapters/files/catalog-store";
import { inconsistentBulletins, staleCorrections } from "../lifecycle/versions/corrections";
import { mergeBulletins } from "../lifecycle/versions/refresh-merge";
import type { CommandContext, Invocation } from "./command";
import type { catalogVerifyCommand } from "./definitions/catalog-verify";

/** Milliseconds for reading every bulletin. */
const BUDGET = 60_000;

/** Verifies that the catalog's corrections still apply. */
export async function run(invocation: Invocation<typeof catalogVerifyCommand>): Promise<ExitStatus> {
    const { root, options, terminal } = invocation;
    const catalog = readCatalog(root);
    const problems = [...inconsistentBulletins(catalog.bulletins), ...staleCorrections(catalog.bulletins)];
    const news = options.offline ? [] : await compare(invocation, catalog, problems);
    if (options.json) terminal.print(JSON.stringify({ catalog: catalog.date, problems, news }));
    for (const sentence of news) terminal.note(`upstream: ${sentence}`);
    for (const problem of options.json ? [] : problems)
        terminal.print(`${terminal.paint("bad", "refused")}  ${problem}`);
    if (problems.length > 0) return ExitStatus.refused;
    const corrections = catalog.bulletins.filter(({ correction }) => correction !== undefined).length;
    if (!options.json) {
        terminal.print(
            `${terminal.paint("good", "ok")}  ${catalog.bulletins.length} bulletins, ${corrections} corrections`,
        );
    }
    return ExitStatus.ok;
}

/** What upstream says otherwise than the catalog; what that means for corrections is added to the problems. */
async function compare(
    { env, signal, terminal }: CommandContext,
    { bulletins }: Catalog,
    problems: string[],
): Promise<readonly string[]> {
    const { docs } = upstreamOf(env);
    const ids = bulletins.map(({ id }) => id);
    const onWait = (sentence: string) => terminal.note(sentence);
    const published = await withHttpClient({ env, signal, budget: BUDGET, onWait }, (client) =>
        fetchBulletins(client, docs, ids, new Date().getUTCFullYear()),
    );
    const { items, changes } = mergeBulletins(bulletins, published);
    for (const problem of staleCorrections(items)) if (!problems.includes(problem)) problems.push(problem);
    return changes;
}
