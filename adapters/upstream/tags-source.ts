import { WindlassError } from "../../lifecycle/kit/errors";
import { creatorTime, readPack } from "../git/git-pack";
import type { HttpClient } from "../http/http-source";
import { NetworkError } from "../http/network-error";
import { type Packet, packetLine, packetText, readPackets } from "../git/pkt-line";
import { addressBelow } from "../http/web-address";
import { dayOf } from "../../lifecycle/kit/day";

/** A tag of a repository, as the server names it: hostile until it is parsed. */
export interface GitTag {
    readonly name: string;
    /** Id of what the tag points at: a commit, or a tag object of its own. */
    readonly id: string;
}

/** The tags of a repository, complete. */
export interface TagList {
    readonly tags: readonly GitTag[];
    /** Whether the server can send commits without their files: only then the dates of tags can be asked for. */
    readonly canFilter: boolean;
    /** Where the repository stands after its redirects. */
    readonly repository: URL;
}

/** Istio has 460 tags in 30 kB; a repository with more than this is another one. */
const MAX_LIST = 16 * 1024 * 1024;
const MAX_PACK = 16 * 1024 * 1024;
/** Tags whose dates are asked for at once. */
const MAX_WANTS = 1000;

/**
 * Lists the tags of a repository over Git's smart HTTP protocol, version 2: one answer without pages, without an API's
 * quota, the same from every mirror, and without a `git` to be installed.
 *
 * @throws NetworkError, or WindlassError when the list is not whole
 */
export async function listTags(client: HttpClient, repository: URL): Promise<TagList> {
    const address = addressBelow(repository, "info", "refs");
    address.search = "service=git-upload-pack";
    const hello = await client.request(address, {
        headers: { "git-protocol": "version=2" },
        maxSize: MAX_LIST,
    });
    if (hello.status !== 200) throw unusable(repository, `answered ${hello.status}`);
    const capabilities = packetsOf(hello.body, repository).map(packetText);
    if (!capabilities.includes("version 2"))
        throw unusable(repository, "does not speak version 2 of Git's protocol");
    const base = new URL(hello.url);
    base.search = "";
    base.pathname = base.pathname.replace(/\/info\/refs$/, "");
    const packets = await command(client, base, ["command=ls-refs"], ["ref-prefix refs/tags/"], MAX_LIST);
    // Without the flush at its end a list was cut off between two lines.
    if (packets.at(-1) !== "flush") throw unusable(repository, "sent half a list of tags");
    const tags = packets.slice(0, -1).map((packet): GitTag => {
        const [, id, name] =
            /^([0-9a-f]{40,64}) refs\/tags\/([^\s]+)(?: .*)?$/.exec(packetText(packet)) ?? [];
        if (id === undefined || name === undefined)
            throw unusable(repository, "sent something that is no list of tags");
        return { name, id };
    });
    const fetch = capabilities.find((line) => line === "fetch" || line.startsWith("fetch="));
    const features = fetch?.slice("fetch=".length).split(" ") ?? [];
    return { tags, canFilter: features.includes("filter"), repository: base };
}

/**
 * Days tags were made, or the commits they point at, by the tags' names. What the server does not tell is absent.
 *
 * Asks for the commits and tag objects alone, no files: about half a kilobyte a tag.
 */
export async function tagDates(
    client: HttpClient,
    list: TagList,
    tags: readonly GitTag[],
): Promise<ReadonlyMap<string, string>> {
    const wanted = tags.slice(-MAX_WANTS);
    if (wanted.length === 0 || !list.canFilter) return new Map();
    const ids = [...new Set(wanted.map(({ id }) => id))];
    const packets = await command(
        client,
        list.repository,
        ["command=fetch"],
        ["no-progress", "deepen 1", "filter tree:0", ...ids.map((id) => `want ${id}`), "done"],
        MAX_PACK,
    );
    const start = packets.findIndex((packet) => packetText(packet) === "packfile");
    const data = packets.slice(start + 1).filter((packet): packet is Buffer => typeof packet !== "string");
    // The first byte tells the band: 1 is the pack, 2 progress, 3 an error.
    if (start < 0 || data.some((packet) => packet[0] === 3))
        throw unusable(list.repository, "did not send the tags' commits");
    const pack = data.filter((packet) => packet[0] === 1).map((packet) => packet.subarray(1));
    const objects = readPack(Buffer.concat(pack));
    const dates = new Map<string, string>();
    for (const { name, id } of wanted) {
        const object = objects.get(id);
        const time = object && creatorTime(object);
        if (time !== undefined) dates.set(name, dayOf(time));
    }
    return dates;
}

async function command(
    client: HttpClient,
    repository: URL,
    capabilities: readonly string[],
    args: readonly string[],
    maxSize: number,
): Promise<readonly Packet[]> {
    const head = [...capabilities, "agent=windlass"].map(packetLine).join("");
    const answer = await client.request(addressBelow(repository, "git-upload-pack"), {
        method: "POST",
        headers: {
            "git-protocol": "version=2",
            "content-type": "application/x-git-upload-pack-request",
            accept: "application/x-git-upload-pack-result",
        },
        body: `${head}0001${args.map(packetLine).join("")}0000`,
        maxSize,
    });
    if (answer.status !== 200) throw unusable(repository, `answered ${answer.status}`);
    return packetsOf(answer.body, repository);
}

function packetsOf(body: Buffer, repository: URL): readonly Packet[] {
    try {
        return readPackets(body);
    } catch (error) {
        if (error instanceof WindlassError) throw unusable(repository, error.details.rule);
        throw error;
    }
}

function unusable(repository: URL, rule: string): NetworkError {
    return new NetworkError({
        value: repository.href,
        rule,
        remedy: "Check the address of the repository, or run the command again later",
    });
}
