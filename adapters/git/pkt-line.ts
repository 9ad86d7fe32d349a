import { WindlassError } from "../../lifecycle/kit/errors";

/** A packet of Git's wire format: a line of data, or one of its marks. */
export type Packet = Buffer | "flush" | "delimiter";

/**
 * Packets of an answer in Git's pkt-line format: four hexadecimal digits of length, then data (git-scm.com,
 * gitprotocol-common).
 *
 * @throws WindlassError when it is cut off or is something else
 */
export function readPackets(bytes: Buffer): readonly Packet[] {
    const packets: Packet[] = [];
    for (let position = 0; position < bytes.length;) {
        const digits = bytes.toString("latin1", position, position + 4);
        const length = /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
        if (length === 0 || length === 1 || length === 2) {
            // 0002 ends a response over other transports; here it says nothing that 0000 does not.
            packets.push(length === 1 ? "delimiter" : "flush");
            position += 4;
            continue;
        }
        if (!(length >= 4) || position + length > bytes.length) {
            throw new WindlassError({ rule: "is cut off or no answer of a Git server" });
        }
        packets.push(bytes.subarray(position + 4, position + length));
        position += length;
    }
    return packets;
}

/** A packet with a line of text. */
export function packetLine(text: string): string {
    return `${(Buffer.byteLength(text) + 5).toString(16).padStart(4, "0")}${text}\n`;
}

/** A packet's text without its line break. */
export function packetText(packet: Packet): string {
    return typeof packet === "string" ? "" : packet.toString("utf8").replace(/\n$/, "");
}
