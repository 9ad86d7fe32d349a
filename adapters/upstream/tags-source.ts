import type { WindlassError } from "../../lifecycle/kit/errors";
import { dayOf } from "../../lifecycle/kit/day";
import { type RemoteGitArgs, withRemoteGit } from "../git/remote-source";
import { NetworkError } from "../http/network-error";

/** Tags whose dates are asked for at once. */
const MAX_WANTS = 1000;
/** Istio has 460 tags; a repository with more than this is another one. */
const MAX_TAGS = 100_000;
/** Names whose dates can be asked for: no pattern, no path, no option. */
const NAME = /^[0-9A-Za-z][0-9A-Za-z.+-]{0,99}$/;

/**
 * Lists the tags of a repository with `git ls-remote`: one answer without pages, without an API's quota, the same from every
 * mirror.
 *
 * @returns names as the server gives them: hostile until they are parsed
 * @throws NetworkError when the list cannot be read whole; WindlassError when git is not installed
 */
export async function listTags(args: RemoteGitArgs, repository: URL): Promise<readonly string[]> {
    const listed = await withRemoteGit(args, (git) =>
        git.ask({
            repository,
            args: ["ls-remote", "--tags", "--refs", "--quiet", "--end-of-options", repository.href],
        }),
    );
    const lines = listed.split("\n").filter((line) => line !== "");
    // To git, a page of a proxy may look like an old repository without a ref.
    if (lines.length === 0) throw unusable(repository, "lists no tag");
    if (lines.length > MAX_TAGS) throw unusable(repository, `has more than ${MAX_TAGS} tags`);
    return lines.map((line) => {
        const [, name] = /^[0-9a-f]{40,64}\trefs\/tags\/(\S+)$/.exec(line) ?? [];
        if (name === undefined) throw unusable(repository, "sent something that is no list of tags");
        return name;
    });
}

/**
 * Days tags were made, or the commits they point at, by the tags' names. What the server does not tell is absent.
 *
 * Fetches the commits and tag objects alone, no files: about half a kilobyte a tag. A server that would send every file is
 * not listened to, and tells no day.
 */
export async function tagDates(
    args: RemoteGitArgs,
    repository: URL,
    tags: readonly string[],
): Promise<ReadonlyMap<string, string>> {
    const wanted = tags.filter((name) => NAME.test(name)).slice(-MAX_WANTS);
    if (wanted.length === 0) return new Map();
    try {
        return await withRemoteGit(args, async (git) => {
            await git.ask({
                repository,
                settings: [
                    `remote.origin.url=${repository.href}`,
                    "remote.origin.promisor=true",
                    "remote.origin.partialCloneFilter=tree:0",
                ],
                args: ["fetch", "--depth=1", "--filter=tree:0", "--no-tags", "--no-write-fetch-head"].concat([
                    "--no-recurse-submodules",
                    "--stdin",
                    "origin",
                ]),
                stdin: wanted.map((name) => `refs/tags/${name}:refs/tags/${name}\n`).join(""),
                onMessage: stopUnfiltered,
            });
            const format = "--format=%(refname:strip=2) %(creatordate:unix)";
            return readDates(await git.local(["for-each-ref", format, "refs/tags/"]));
        });
    } catch (error) {
        if (error instanceof Unfiltered) return new Map();
        throw error;
    }
}

/** A server that cannot leave files out. */
class Unfiltered extends Error {}

function stopUnfiltered(text: string): void {
    if (text.includes("filtering not recognized by server")) throw new Unfiltered();
}

function readDates(text: string): ReadonlyMap<string, string> {
    const dates = new Map<string, string>();
    for (const line of text.split("\n")) {
        const [, name, seconds] = /^(\S+) (\d{1,11})$/.exec(line) ?? [];
        if (name !== undefined) dates.set(name, dayOf(Number(seconds) * 1000));
    }
    return dates;
}

function unusable(repository: URL, rule: string): WindlassError {
    return new NetworkError({
        value: repository.href,
        rule,
        remedy: "Check the address of the repository, or run the command again later",
    });
}
