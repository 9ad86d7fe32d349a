import { createReadStream, readFileSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { Parser, type ReadEntry } from "tar";

import { ExitStatus, WindlassError, quoteValue } from "../../lifecycle/kit/errors";
import { unzipSingle } from "./unzip";

/** Largest istioctl that is unpacked, in bytes. That of 1.31 has 90 MB. */
export const MAX_ISTIOCTL_SIZE = 512 * 1024 * 1024;

/** What surrounds the file in a tar archive: headers, padding, the blocks at its end. */
const TAR_OVERHEAD = 1024 * 1024;

/** How to unpack. */
export interface UnpackOptions {
    /** Largest istioctl, in bytes. @default MAX_ISTIOCTL_SIZE */
    readonly maxSize?: number;
    /** Name for messages. @default the archive's path */
    readonly name?: string;
}

/**
 * The bytes of the istioctl in a release's archive, piece by piece. Nothing is written, no name in the archive reaches a
 * path. Only when the last piece has come is the whole archive known to be in order.
 *
 * @param archive - path of a `.tar.gz`, or of a `.zip` by its name
 * @throws WindlassError unless it holds one regular file named istioctl (istioctl.exe in a zip) and nothing else
 */
export async function* istioctlIn(archive: string, options: UnpackOptions = {}): AsyncGenerator<Uint8Array> {
    const { maxSize = MAX_ISTIOCTL_SIZE, name = archive } = options;
    const refuse = (rule: string): WindlassError =>
        new WindlassError({
            file: name,
            rule,
            remedy: "Do not use it; check where it came from",
            exitStatus: ExitStatus.refused,
        });
    if (name.endsWith(".zip")) {
        yield unzipSingle(readFileSync(archive), "istioctl.exe", maxSize, refuse);
        return;
    }
    const inspection = new TarInspection(maxSize, refuse);
    try {
        const tar = createReadStream(archive).pipe(createGunzip()) as AsyncIterable<Buffer>;
        for await (const chunk of tar) yield* inspection.push(chunk);
    } catch (error) {
        if (error instanceof WindlassError) throw error;
        const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
        throw refuse(`is cut off or no archive (${code})`);
    }
    yield* inspection.end();
}

/** Lets a tar archive through as long as it is one regular file named istioctl. */
class TarInspection {
    private readonly parser = new Parser({ strict: true });
    private pieces: Uint8Array[] = [];
    private problem: string | undefined;
    private entry: { readonly size: number; read: number } | undefined;
    private seen = 0;

    public constructor(
        private readonly maxSize: number,
        private readonly refuse: (rule: string) => WindlassError,
    ) {
        this.parser.on("entry", (entry: ReadEntry) => this.inspect(entry));
        this.parser.on("ignoredEntry", (entry: ReadEntry) => this.inspect(entry));
        this.parser.on("error", (error: Error) => (this.problem ??= `is no tar archive (${error.message})`));
    }

    public push(chunk: Buffer): readonly Uint8Array[] {
        // The parser would unpack a second layer by itself.
        if (this.seen === 0 && (chunk.readUInt16BE(0) === 0x1f8b || chunk.readUInt16BE(0) === 0x28b5)) {
            throw this.refuse("is packed twice");
        }
        this.seen += chunk.length;
        if (this.seen > this.maxSize + TAR_OVERHEAD)
            throw this.refuse(`unpacks to more than ${this.maxSize} bytes`);
        this.parser.write(chunk);
        return this.take();
    }

    public end(): readonly Uint8Array[] {
        this.parser.end();
        const rest = this.take();
        if (!this.entry) throw this.refuse("holds no istioctl");
        if (this.entry.read !== this.entry.size) throw this.refuse("is cut off");
        return rest;
    }

    private inspect(entry: ReadEntry): void {
        const { path, type, size } = entry;
        if (this.entry) this.problem ??= `holds more than one entry: also ${quoteValue(path)}`;
        else if (path !== "istioctl")
            this.problem ??= `holds ${quoteValue(path)}, and must hold istioctl alone`;
        else if (type !== "File" && type !== "OldFile")
            this.problem ??= `holds istioctl as ${type}, not as a regular file`;
        else if (size > this.maxSize)
            this.problem ??= `holds an istioctl of ${size} bytes, more than ${this.maxSize}`;
        const progress = (this.entry ??= { size, read: 0 });
        entry.on("data", (piece) => {
            progress.read += piece.length;
            if (this.problem === undefined) this.pieces.push(piece);
        });
    }

    private take(): readonly Uint8Array[] {
        if (this.problem !== undefined) throw this.refuse(this.problem);
        const { pieces } = this;
        this.pieces = [];
        return pieces;
    }
}
