/// How much of a `COPY` may be on its way at a time.
package enum CopyLimits {
    /// Rows are handed over, either way, in pieces of about this many bytes: a million rows then
    /// cost thousands of suspensions and not a million.
    package static let pieceBytes = 128 * 1024
    /// Bytes received and not yet consumed; from there on the socket is not read, and the server
    /// waits.
    package static let waitingBytes = 1024 * 1024
    /// The largest row, either way. A larger one ends the copy instead of filling the memory.
    package static let rowBytes = 64 * 1024 * 1024
}
