/// How much of a tenant's log a rebuild keeps in memory.
struct FoldingLimits {
    /// Bytes of rows that may still change; the rest of a larger tenant's log is followed.
    var bytes = 1024 * 1024 * 1024
    /// Pages of the log that are projected together: two tasks meet behind them.
    var pagesTogether = 8
}
