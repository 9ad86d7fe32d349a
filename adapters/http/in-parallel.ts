/** Works on items a few at a time, in their order. After the first error no further one is begun. */
export async function inParallel<T>(
    items: readonly T[],
    /** Items that are worked on at once. */
    limit: number,
    work: (item: T) => Promise<void>,
): Promise<void> {
    const queue = [...items];
    const worker = async (): Promise<void> => {
        for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
    };
    try {
        await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
    } finally {
        // What one has found out, the others need not.
        queue.length = 0;
    }
}
