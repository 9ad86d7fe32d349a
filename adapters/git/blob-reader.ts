/** Longest header of an answer: an id, a type and a size. */
const MAX_HEADER = 200;

/**
 * Takes the answer of `git cat-file --batch` apart, however it is cut into pieces: for each object `<id> <type> <size>`, a
 * line feed, that many bytes and another line feed.
 */
export class BlobReader {
    private pending: Buffer[] = [];
    private length = 0;
    private size: number | undefined;
    private index = 0;

    /**
     * @param ids What was asked for, in this order.
     * @param onBlob Takes each object's bytes.
     */
    public constructor(
        private readonly ids: readonly string[],
        private readonly onBlob: (index: number, content: Buffer) => void,
    ) {}

    /** @throws Error when the answer is not about what was asked for */
    public push(chunk: Buffer): void {
        this.pending.push(chunk);
        this.length += chunk.length;
        // Pieces are put together only once there is enough, or a large object would be copied for each of them.
        while (this.length >= (this.size === undefined ? 1 : this.size + 1)) {
            const bytes =
                this.pending.length === 1 ? (this.pending[0] ?? chunk) : Buffer.concat(this.pending);
            const used = this.size === undefined ? this.readHeader(bytes) : this.readBlob(bytes, this.size);
            this.pending = [bytes.subarray(used)];
            this.length = bytes.length - used;
            if (used === 0) return;
        }
    }

    /** Whether every object has been read. */
    public isDone(): boolean {
        return this.index === this.ids.length && this.length === 0;
    }

    private readHeader(bytes: Buffer): number {
        const end = bytes.indexOf(10);
        if (end < 0 && bytes.length <= MAX_HEADER) return 0;
        const [, id, size] =
            /^([0-9a-f]+) blob (\d+)$/.exec(bytes.toString("latin1", 0, Math.max(0, end))) ?? [];
        if (id === undefined || id !== this.ids[this.index])
            throw new Error("git answered with another object");
        this.size = Number(size);
        return end + 1;
    }

    private readBlob(bytes: Buffer, size: number): number {
        if (bytes[size] !== 10) throw new Error("git answered with more than it said");
        this.onBlob(this.index, bytes.subarray(0, size));
        this.size = undefined;
        this.index++;
        return size + 1;
    }
}
