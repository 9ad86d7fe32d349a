import { ExitStatus, WindlassError } from "../../lifecycle/kit/errors";

/** Largest `.sha256` file that is read, in bytes: a digest and a name. */
export const MAX_CHECKSUM_SIZE = 1024;

/**
 * The digest in a `.sha256` file: 64 hexadecimal digits, blanks, perhaps a `*`, the name of the file it is about.
 * Source: istio/release-builder, which writes `"%x %s\n"`.
 *
 * @param file - name of the file the digest must be about
 * @returns hexadecimal digits
 * @throws WindlassError for anything else: an empty file, an error page with status 200, another file's digest
 */
export function parseChecksum(text: string, file: string): string {
    const lines = text.replace(/\r?\n$/, "").split("\n");
    const [line = ""] = lines;
    if (line === "" && lines.length === 1) throw unusable(file, "is empty");
    if (lines.length > 1 && lines.every((each) => LINE.test(each)))
        throw unusable(file, "holds more than one digest");
    const [, digest, name] = LINE.exec(line) ?? [];
    if (lines.length > 1 || digest === undefined)
        throw unusable(file, "is no digest followed by a file's name", line);
    if (name !== file) throw unusable(file, "is about another file", name);
    return digest;
}

const LINE = /^([0-9a-f]{64})[ \t]+\*?([^\s*]\S*)[ \t\r]*$/;

function unusable(file: string, rule: string, value?: string): WindlassError {
    return new WindlassError({
        file: `${file}.sha256`,
        value,
        rule,
        remedy: "Check the mirror, or run the command again later",
        exitStatus: ExitStatus.refused,
    });
}
