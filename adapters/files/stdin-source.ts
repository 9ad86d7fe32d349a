import { createReadStream } from "node:fs";
import { WindlassError } from "../../lifecycle/kit/errors";
import { MAX_TEXT_SIZE, decodeText } from "./text-source";

/**
 * All that standard input holds. By its descriptor: a command runs in a thread, which has no stream of the process.
 *
 * @throws WindlassError when it is too large or not UTF-8
 */
export async function readStandardInput(fd = 0): Promise<string> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of createReadStream("", { fd, autoClose: false }) as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_TEXT_SIZE) {
            throw new WindlassError({
                file: "standard input",
                rule: `must not be larger than ${MAX_TEXT_SIZE} bytes`,
                remedy: "Split it",
            });
        }
        chunks.push(chunk);
    }
    return decodeText(Buffer.concat(chunks), "standard input");
}
