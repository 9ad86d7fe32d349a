import { BlobReader } from "./blob-reader";
import { runGit } from "./git-source";

export interface ReadBlobsArgs {
    readonly root: string;
    /** Ids, each once. */
    readonly ids: readonly string[];
    /** Largest that is read, in bytes. */
    readonly maxSize: number;
    readonly signal?: AbortSignal;
}

/** Texts by blob, by two questions to git, however many; what is too large, no UTF-8 or not in this clone is absent. */
export async function readBlobs({
    root,
    ids,
    maxSize,
    signal,
}: ReadBlobsArgs): Promise<ReadonlyMap<string, string>> {
    const texts = new Map<string, string>();
    if (ids.length === 0) return texts;
    const lines = (list: readonly string[]): string => list.map((id) => `${id}\n`).join("");
    const sizes = await runGit({ root, args: ["cat-file", "--batch-check"], stdin: lines(ids), signal });
    const found = sizes.stdout.split("\n").flatMap((line) => {
        const [, id, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
        return id !== undefined && Number(size) <= maxSize ? [id] : [];
    });
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const reader = new BlobReader(found, (index, content) => {
        try {
            texts.set(found[index] ?? "", decoder.decode(content));
        } catch {
            // No text: as if it were not there.
        }
    });
    await runGit({
        root,
        args: ["cat-file", "--batch"],
        stdin: lines(found),
        onData: (chunk) => reader.push(chunk),
        signal,
    });
    return texts;
}
